/*
 * A fortified build calls __read_chk and the like.
 *
 * expect: use-after-close object=device
 *     at=*main:READ closed=main:CLOSED opened=*main:OPENED
 * expect: use-after-close object=device
 *     at=*main:RECV closed=main:CLOSED opened=*main:OPENED
 * expect: use-after-close object=device
 *     at=*main:PREAD closed=main:CLOSED opened=*main:OPENED
 * cflags: -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
 */
#include "case.h"

#include <sys/socket.h>

int main(int argc, char **argv)
{
	char bytes[16];
	size_t size = argc > 5 ? strlen(argv[5]) : 4;
	int fd = open("/dev/zero", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(read(fd, bytes, size)); /* READ */
	CHECK_EBADF(recv(fd, bytes, size, 0)); /* RECV */
	CHECK_EBADF(pread(fd, bytes, size, 0)); /* PREAD */
	return 0;
}
