/*
 * A file is read after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=read@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	char byte;
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(read(fd, &byte, 1)); /* AT */
	return 0;
}
