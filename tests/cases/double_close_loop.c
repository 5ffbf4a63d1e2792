/*
 * The same bug a hundred times: one finding with a count.
 *
 * expect: double-close count=100
 *     at=close@leave:AT closed=close@work:CLOSED opened=open@work:OPENED
 */
#include "case.h"

static int work(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0 && write(fd, "x", 1) == 1);
	CHECK(close(fd) == 0); /* CLOSED */
	return fd;
}

static __attribute__((noinline)) void leave(int fd)
{
	CHECK_EBADF(close(fd)); /* AT */
}

int main(void)
{
	for (int i = 0; i < 100; i++)
		leave(work());
	return 0;
}
