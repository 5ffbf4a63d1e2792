/*
 * The third close is as wrong as the second; both name the first.
 *
 * expect: double-close
 *     at=close@main:SECOND closed=close@main:FIRST opened=open@main:OPENED
 * expect: double-close
 *     at=close@main:THIRD closed=close@main:FIRST opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* FIRST */
	CHECK_EBADF(close(fd)); /* SECOND */
	CHECK_EBADF(close(fd)); /* THIRD */
	return 0;
}
