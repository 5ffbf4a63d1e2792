/*
 * A destructor, after all handlers, closes what main closed.
 *
 * expect: double-close object=device
 *     at=close@finish:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

static int fd = -1;

static __attribute__((destructor)) void finish(void)
{
	close(fd); /* AT */
}

int main(void)
{
	fd = open("/dev/null", O_RDWR); /* OPENED */
	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	return 0;
}
