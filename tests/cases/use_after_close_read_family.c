/*
 * Every call that reads or writes, after the close.
 *
 * expect: use-after-close object=device
 *     at=read@main:READ closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=write@main:WRITE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=pread@main:PREAD closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=pwrite@main:PWRITE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=readv@main:READV closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=writev@main:WRITEV closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=preadv@main:PREADV closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=pwritev@main:PWRITEV closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=preadv2@main:PREADV2 closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=pwritev2@main:PWRITEV2 closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=device
 *     at=dprintf@main:DPRINTF closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/uio.h>

int main(void)
{
	char byte = 'x';
	struct iovec iov = { &byte, 1 };
	int fd = open("/dev/zero", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(read(fd, &byte, 1)); /* READ */
	CHECK_EBADF(write(fd, &byte, 1)); /* WRITE */
	CHECK_EBADF(pread(fd, &byte, 1, 0)); /* PREAD */
	CHECK_EBADF(pwrite(fd, &byte, 1, 0)); /* PWRITE */
	CHECK_EBADF(readv(fd, &iov, 1)); /* READV */
	CHECK_EBADF(writev(fd, &iov, 1)); /* WRITEV */
	CHECK_EBADF(preadv(fd, &iov, 1, 0)); /* PREADV */
	CHECK_EBADF(pwritev(fd, &iov, 1, 0)); /* PWRITEV */
	CHECK_EBADF(preadv2(fd, &iov, 1, 0, 0)); /* PREADV2 */
	CHECK_EBADF(pwritev2(fd, &iov, 1, 0, 0)); /* PWRITEV2 */
	CHECK(dprintf(fd, "%d", 1) < 0 && errno == EBADF); /* DPRINTF */
	return 0;
}
