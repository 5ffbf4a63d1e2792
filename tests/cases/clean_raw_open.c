/*
 * Descriptors made by the bare system call, unseen, over numbers that were
 * closed before: to use and close them is right.
 */
#include "case.h"
#include "raw.h"

int main(void)
{
	int fd;

	for (int i = 0; i < 10; i++) {
		fd = open("/dev/null", O_RDWR);
		CHECK(fd >= 0 && close(fd) == 0);
	}
	/* frees what may be held in the place of closed numbers */
	CHECK(raw(SYS_close_range, 3, 100, 0) == 0);
	for (int i = 0; i < 10; i++) {
		fd = raw(SYS_openat, AT_FDCWD, (long)"/dev/null", O_RDWR);
		CHECK(fd >= 0 && write(fd, "x", 1) == 1);
		CHECK(fcntl(fd, F_SETFD, FD_CLOEXEC) == 0);
		CHECK(close(fd) == 0);
	}
	return 0;
}
