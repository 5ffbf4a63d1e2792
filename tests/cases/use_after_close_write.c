/*
 * A file is written after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=write@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(write(fd, "late", 4)); /* AT */
	return 0;
}
