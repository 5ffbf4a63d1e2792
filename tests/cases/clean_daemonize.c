/*
 * A daemon as in the books: fork, setsid, fork, standard streams to /dev/null.
 * The program ends before it does.
 */
#include "case.h"

int main(void)
{
	int ends[2], null;
	char byte;
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		CHECK(setsid() > 0);
		if (fork() != 0)
			_exit(0);
		CHECK(chdir("/") == 0 && close(ends[0]) == 0);
		null = open("/dev/null", O_RDWR);
		CHECK(null >= 0 && dup2(null, 0) == 0 && dup2(null, 1) == 1);
		CHECK(dup2(null, 2) == 2 && close(null) == 0);
		CHECK(write(ends[1], "r", 1) == 1 && close(ends[1]) == 0);
		_exit(0);
	}
	CHECK(close(ends[1]) == 0);
	CHECK(read(ends[0], &byte, 1) == 1 && close(ends[0]) == 0);
	check_child(pid, 0);
	return 0;
}
