/*
 * The way back to a directory that was closed.
 *
 * expect: use-after-close object=directory path=/usr
 *     at=fchdir@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/usr", O_RDONLY | O_DIRECTORY); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(fchdir(fd)); /* AT */
	return 0;
}
