/*
 * close_range over open numbers, dead ones and ones never open; in segments
 * around what is kept; and with CLOSE_RANGE_CLOEXEC, which closes nothing.
 */
#include "case.h"

#include <linux/close_range.h>

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	for (int i = 20; i < 30; i++)
		CHECK(dup2(fd, i) == i);
	CHECK(close(22) == 0);
	CHECK(close_range(20, 24, 0) == 0);
	CHECK(close_range(20, 24, 0) == 0);
	CHECK(close_range(26, 28, 0) == 0);
	CHECK(write(25, "x", 1) == 1 && write(29, "x", 1) == 1);
	CHECK(close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0);
	CHECK(fcntl(25, F_GETFD) == FD_CLOEXEC);
	CHECK(close_range(29, 25, 0) == -1 && errno == EINVAL);
	CHECK(close_range(3, ~0U, 0) == 0);
	CHECK_EBADF(fcntl(25, F_GETFD));
	return 0;
}
