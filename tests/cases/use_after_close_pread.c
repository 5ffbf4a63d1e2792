/*
 * A file is read at a position after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=pread@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	char byte;
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(pread(fd, &byte, 1, 0)); /* AT */
	return 0;
}
