/*
 * A number that dup2 filled is closed twice.
 *
 * expect: double-close fd=60 object=device path=/dev/null
 *     at=close@main:AT closed=close@main:CLOSED opened=dup2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 60) == 60); /* OPENED */
	CHECK(close(fd) == 0);
	CHECK(close(60) == 0); /* CLOSED */
	CHECK_EBADF(close(60)); /* AT */
	return 0;
}
