/*
 * Closed through syscall(), and once more by libc.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=syscall@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/syscall.h>

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(syscall(SYS_close, fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
