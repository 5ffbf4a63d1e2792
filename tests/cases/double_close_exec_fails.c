/*
 * What a forked child closes before its exec is not for its own sake; but the exec
 * fails, and the child goes on: its double close stands. Of a second child, whose
 * first exec fails and whose second does not, nothing is left.
 *
 * expect: double-close in=child at=close@twice:AGAIN closed=close@twice:CLOSED opened=open@twice:OPENED
 * process: root exit 0
 * process: child exit 3
 * process: child exec
 * process: child exit 0
 */
#include "case.h"

static void twice(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0 && close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AGAIN */
}

int main(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		twice();
		execl("./no such program", "no", NULL);
		_exit(3);
	}
	check_child(pid, 3);
	pid = fork();
	if (pid == 0) {
		twice();
		execl("./no such program", "no", NULL);
		execl("/bin/true", "true", NULL);
		_exit(127);
	}
	check_child(pid, 0);
	return 0;
}
