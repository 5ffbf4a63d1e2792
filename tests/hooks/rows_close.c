/* close.c */
#include "row.h"

CLOSES(close)
{
	int fd = fresh();

	CHECK(close(fd) == 0);
	CHECK_EBADF(close(fd));
}

CLOSES(close_range)
{
	int fd = fresh();

	CHECK(close_range(fd, fd, 0) == 0);
	CHECK_EBADF(close(fd));
}

CLOSES(closefrom)
{
	CHECK(dup2(null(), 901) == 901);
	closefrom(900);
	CHECK_EBADF(close(901));
}

/* By default nobody looks for these; tests/hooks/run does. */
USES_AS(close, never, .finding = "bad-descriptor", .count = 3)
{
	CHECK_EBADF(close(-1));
	CHECK_EBADF(close(-2));
	CHECK_EBADF(close(999));
}

QUIET(close_range)
{
	int fd = fresh();

	CHECK(close_range(fd, fd, 0) == 0);
	CHECK(close_range(fd, fd, 0) == 0);
	CHECK(close_range(fd + 1, fd, 0) == -1 && errno == EINVAL);
}

/* errno is the program's. */
QUIET_AS(close, errno)
{
	int fd;

	errno = 12345;
	fd = fresh();
	CHECK(errno == 12345 && dup2(null(), fd) == fd && errno == 12345);
	CHECK(fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && errno == 12345);
	CHECK(close(fd) == 0 && errno == 12345);
}
