/*
 * A pipeline of two programs, made by hand as a shell makes it.
 *
 * stdout: hello
 */
#include "case.h"

int main(void)
{
	pid_t left, right;
	int ends[2];

	CHECK(pipe(ends) == 0);
	left = fork();
	if (left == 0) {
		CHECK(dup2(ends[1], 1) == 1);
		CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
		execlp("echo", "echo", "hello", NULL);
		_exit(127);
	}
	right = fork();
	if (right == 0) {
		CHECK(dup2(ends[0], 0) == 0);
		CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
		execlp("cat", "cat", NULL);
		_exit(127);
	}
	CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
	check_child(left, 0);
	check_child(right, 0);
	return 0;
}
