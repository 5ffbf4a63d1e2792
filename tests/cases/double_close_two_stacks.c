/*
 * The same helper closes twice for two callers: two findings.
 *
 * expect: double-close count=2
 *     at=close@release:AT<main:FIRST closed=close@main:CLOSED opened=open@main:OPENED
 * expect: double-close count=2
 *     at=close@release:AT<main:SECOND closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

static __attribute__((noinline)) void release(int fd)
{
	CHECK_EBADF(close(fd)); /* AT */
}

int main(void)
{
	for (int i = 0; i < 4; i++) {
		int fd = open("/dev/null", O_RDWR); /* OPENED */

		CHECK(fd >= 0);
		CHECK(close(fd) == 0); /* CLOSED */
		if (i % 2)
			release(fd); /* FIRST */
		else
			release(fd); /* SECOND */
	}
	return 0;
}
