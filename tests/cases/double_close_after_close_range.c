/*
 * The same after close_range.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=close_range@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close_range(fd, fd + 2, 0) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
