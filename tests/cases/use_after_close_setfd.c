/*
 * A descriptor is marked close-on-exec after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=fcntl@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(fcntl(fd, F_SETFD, FD_CLOEXEC)); /* AT */
	return 0;
}
