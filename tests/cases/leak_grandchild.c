/*
 * A child of a child leaks; those above it do not.
 *
 * expect: leak in=child object=pipe opened=pipe@main:OPENED
 */
#include "case.h"

int main(void)
{
	int ends[2];
	pid_t pid = fork();

	if (pid == 0) {
		pid = fork();
		if (pid == 0) {
			CHECK(pipe(ends) == 0); /* OPENED */
			close(ends[1]);
			_exit(5);
		}
		check_child(pid, 5);
		exit(0);
	}
	check_child(pid, 0);
	return 0;
}
