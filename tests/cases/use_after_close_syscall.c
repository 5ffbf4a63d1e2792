/*
 * A closed number is used through syscall().
 *
 * expect: use-after-close object=device
 *     at=syscall@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/syscall.h>

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(syscall(SYS_write, fd, "x", 1)); /* AT */
	return 0;
}
