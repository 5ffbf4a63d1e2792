/*
 * A file is opened relative to a directory that was closed.
 *
 * expect: use-after-close object=directory path=/usr
 *     at=openat@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/usr", O_RDONLY | O_DIRECTORY); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(openat(fd, "bin", O_RDONLY)); /* AT */
	return 0;
}
