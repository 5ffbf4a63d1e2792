/*
 * A copy is closed twice; the original is another number, and well.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=dup@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR), copy;

	CHECK(fd >= 0);
	copy = dup(fd); /* OPENED */
	CHECK(copy >= 0);
	CHECK(close(copy) == 0); /* CLOSED */
	CHECK_EBADF(close(copy)); /* AT */
	CHECK(write(fd, "x", 1) == 1 && close(fd) == 0);
	return 0;
}
