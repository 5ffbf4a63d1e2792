/*
 * Calls that fail on open descriptors, with EBADF among the reasons: written
 * to though opened for reading. The number is well.
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int fd = open("/dev/null", O_RDONLY);
	char byte;

	CHECK(fd >= 0);
	CHECK_EBADF(write(fd, "x", 1));
	CHECK_EBADF(ftruncate(-1, 0));
	CHECK(send(fd, "x", 1, 0) == -1 && errno == ENOTSOCK);
	CHECK(close(fd) == 0);
	fd = open("/dev/null", O_WRONLY);
	CHECK(fd >= 0);
	CHECK_EBADF(read(fd, &byte, 1));
	CHECK(close(fd) == 0);
	CHECK(open("no/such/file", O_RDONLY) == -1 && errno == ENOENT);
	CHECK(pipe2((int[2]){ 0 }, ~0) == -1 && errno == EINVAL);
	CHECK(socket(-1, -1, -1) == -1);
	return 0;
}
