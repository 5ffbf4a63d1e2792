/*
 * A closed number is used and closed again: two findings of two kinds.
 *
 * expect: use-after-close object=device
 *     at=write@main:USED closed=close@main:CLOSED opened=open@main:OPENED
 * expect: double-close object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(write(fd, "x", 1)); /* USED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
