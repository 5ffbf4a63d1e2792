/*
 * A file is given its mode after its close.
 *
 * expect: use-after-close object=file path=data
 *     at=fchmod@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(fchmod(fd, 0644)); /* AT */
	return 0;
}
