/*
 * A file is unlocked after its close, which has done so.
 *
 * expect: use-after-close object=file path=data
 *     at=flock@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/file.h>

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(flock(fd, LOCK_UN)); /* AT */
	return 0;
}
