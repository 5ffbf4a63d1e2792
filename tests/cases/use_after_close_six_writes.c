/*
 * To write to six adjacent numbers that were closed is no probe.
 *
 * expect: use-after-close count=6 fds=6 at=write@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	for (int i = 0; i < 6; i++)
		CHECK(open("/dev/null", O_WRONLY) == 3 + i); /* OPENED */
	for (int fd = 3; fd < 9; fd++)
		CHECK(close(fd) == 0); /* CLOSED */
	for (int fd = 3; fd < 9; fd++)
		CHECK_EBADF(write(fd, "x", 1)); /* AT */
	return 0;
}
