/*
 * The parent closes and forks; the child, which goes on, closes again.
 *
 * expect: double-close in=child object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
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
		CHECK_EBADF(close(fd)); /* AT */
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}
