/*
 * A loop over a closed descriptor, as in the field: EBADF, again and again.
 *
 * expect: use-after-close count=50 object=device
 *     at=write@report:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

static __attribute__((noinline)) void report(int fd)
{
	CHECK_EBADF(write(fd, "alive\n", 6)); /* AT */
}

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	for (int i = 0; i < 50; i++)
		report(fd);
	return 0;
}
