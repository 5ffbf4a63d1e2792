/*
 * dup2 onto itself does nothing, dup3 refuses; a dup2 that fails leaves its
 * target as it was.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, fd) == fd);
	CHECK(dup3(fd, fd, 0) == -1 && errno == EINVAL);
	CHECK_EBADF(dup2(-1, fd));
	CHECK_EBADF(dup2(fd, -1));
	CHECK(write(fd, "x", 1) == 1);
	CHECK(close(fd) == 0);
	return 0;
}
