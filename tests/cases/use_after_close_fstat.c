/*
 * A file is asked for its size after its close. On a tombstone the kernel would
 * answer; the program must not see that.
 *
 * expect: use-after-close object=file path=data
 *     at=fstat@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	struct stat status;
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(fstat(fd, &status)); /* AT */
	return 0;
}
