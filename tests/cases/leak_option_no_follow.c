/*
 * With --no-follow what a child program does is its own affair.
 *
 * process: root exit 0
 * options: --no-follow
 * static: the child has the library inside, and reports by itself
 */
#include "case.h"

#include <spawn.h>

int main(int argc, char **argv)
{
	char *args[] = { argv[0], "child", NULL };
	pid_t pid;

	if (argc > 1) {
		CHECK(open("/dev/null", O_RDONLY) >= 0);
		return 0;
	}
	CHECK(posix_spawn(&pid, argv[0], NULL, NULL, args, environ) == 0);
	check_child(pid, 0);
	return 0;
}
