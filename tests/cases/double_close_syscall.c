/*
 * Closed by libc, and once more through syscall().
 *
 * expect: double-close object=device
 *     at=syscall@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/syscall.h>

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(syscall(SYS_close, fd)); /* AT */
	return 0;
}
