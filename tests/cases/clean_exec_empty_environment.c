/*
 * A child started with an empty environment runs, whether followed or not.
 *
 * stdout: child
 */
#include "case.h"

int main(int argc, char **argv)
{
	char *args[] = { argv[0], "child", NULL }, *empty[] = { NULL };
	pid_t pid;

	if (argc > 1) {
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
		puts("child");
		return 0;
	}
	pid = fork();
	if (pid == 0) {
		execve(argv[0], args, empty);
		_exit(127);
	}
	check_child(pid, 0);
	return 0;
}
