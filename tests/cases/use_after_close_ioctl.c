/*
 * A file is asked by ioctl after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=ioctl@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/ioctl.h>

int main(void)
{
	int bytes;
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(ioctl(fd, FIONREAD, &bytes)); /* AT */
	return 0;
}
