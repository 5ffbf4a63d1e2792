/*
 * A closed number is to be copied to another; what stands there must stay.
 *
 * expect: use-after-close object=file path=data
 *     at=dup2@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	char byte;
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(dup2(fd, 0)); /* AT */
	CHECK(read(0, &byte, 1) == 0);
	return 0;
}
