/*
 * A forked child that goes on closes what it inherited, twice. The parent's
 * own close is right.
 *
 * expect: double-close in=child object=device
 *     at=close@child:AT closed=close@child:CLOSED opened=open@main:OPENED
 * process: root exit 0
 * process: child exit 0
 */
#include "case.h"

static void child(int fd)
{
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
}

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */
	pid_t pid;

	CHECK(fd >= 0);
	pid = fork();
	if (pid == 0) {
		child(fd);
		exit(0);
	}
	check_child(pid, 0);
	CHECK(close(fd) == 0);
	return 0;
}
