/*
 * A forked child uses what its parent had closed before.
 *
 * expect: use-after-close in=child object=device
 *     at=write@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */
	pid_t pid;

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	pid = fork();
	if (pid == 0) {
		CHECK_EBADF(write(fd, "x", 1)); /* AT */
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}
