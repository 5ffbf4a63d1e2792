/*
 * A descriptor that closefrom closed is used: the fault of neither alone, and
 * both are shown.
 *
 * expect: use-after-close object=device
 *     at=write@main:AT closed=closefrom@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	closefrom(3); /* CLOSED */
	CHECK_EBADF(write(fd, "x", 1)); /* AT */
	return 0;
}
