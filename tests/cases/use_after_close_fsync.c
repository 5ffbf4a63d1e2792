/*
 * A file is synced after its close, which is too late.
 *
 * expect: use-after-close object=file path=data
 *     at=fsync@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(fsync(fd)); /* AT */
	return 0;
}
