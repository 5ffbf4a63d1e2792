/*
 * Calls that take two descriptors, one of them closed.
 *
 * expect: use-after-close object=file
 *     at=sendfile@main:SENDFILE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=copy_file_range@main:COPY_FILE_RANGE closed=close@main:CLOSED
 *     opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=splice@main:SPLICE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=tee@main:TEE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=vmsplice@main:VMSPLICE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=mmap@main:MMAP closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

int main(void)
{
	struct iovec iov = { "x", 1 };
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(sendfile(1, fd, NULL, 1)); /* SENDFILE */
	CHECK_EBADF(copy_file_range(fd, NULL, 1, NULL, 1, 0)); /* COPY_FILE_RANGE */
	CHECK_EBADF(splice(fd, NULL, 1, NULL, 1, 0)); /* SPLICE */
	CHECK_EBADF(tee(fd, 1, 1, 0)); /* TEE */
	CHECK_EBADF(vmsplice(fd, &iov, 1, 0)); /* VMSPLICE */
	CHECK_EBADF(mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0)); /* MMAP */
	return 0;
}
