/*
 * What a program inherits through exec and never touches is not its leak, nor
 * that of the program before: it was handed on.
 *
 * process: root exec
 * process: root exit 0
 */
#include "case.h"

int main(int argc, char **argv)
{
	if (argc > 1)
		return 0;
	CHECK(open("/dev/null", O_RDWR) >= 0);
	execl(argv[0], argv[0], "again", NULL);
	return 1;
}
