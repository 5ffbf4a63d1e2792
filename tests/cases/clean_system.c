/*
 * Commands run with system: the shell and its children are silent too.
 *
 * stdout: via the shell
 */
#include "case.h"

int main(void)
{
	CHECK(system("echo via the shell | cat") == 0);
	CHECK(WEXITSTATUS(system("exec 3</dev/null; exec 3<&-; exit 7")) == 7);
	CHECK(system("x=$(cat <<EOT\nhere\nEOT\n); test \"$x\" = here") == 0);
	return 0;
}
