/*
 * One kind is taken away from the default ones; the others stay.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 * options: --checks=-leak
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	CHECK(open("/dev/null", O_RDONLY) >= 0);
	return 0;
}
