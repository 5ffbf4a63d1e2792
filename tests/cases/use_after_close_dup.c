/*
 * A copy is wanted of a closed number.
 *
 * expect: use-after-close object=file path=data
 *     at=dup@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(dup(fd)); /* AT */
	return 0;
}
