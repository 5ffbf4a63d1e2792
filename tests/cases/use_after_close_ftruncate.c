/*
 * A file is cut after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=ftruncate@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(ftruncate(fd, 0)); /* AT */
	return 0;
}
