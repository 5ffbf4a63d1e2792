/*
 * A child inherits what its parent left open on purpose, and leaves it so.
 *
 * shell: exec "$@" 5</dev/zero
 */
#include "case.h"

int main(int argc, char **argv)
{
	char byte;
	pid_t pid;

	if (argc > 1) {
		CHECK(read(5, &byte, 1) == 1);
		return 0;
	}
	pid = fork();
	if (pid == 0) {
		execl(argv[0], argv[0], "child", NULL);
		_exit(127);
	}
	check_child(pid, 0);
	return 0;
}
