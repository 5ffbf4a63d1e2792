/* dup.c */
#include "row.h"

MAKES(dup, .object = "device") { CHECK(dup(null()) >= 0); }
MAKES(dup2) { CHECK(dup2(null(), 600) == 600); }
MAKES(__dup2) { CHECK(__dup2(null(), 601) == 601); }
MAKES(dup3) { CHECK(dup3(null(), 602, O_CLOEXEC) == 602); }
MAKES(fcntl, .count = 2)
{
	CHECK(fcntl(null(), F_DUPFD, 10) >= 10);
	CHECK(fcntl(null(), F_DUPFD_CLOEXEC, 610) >= 610);
}
MAKES(fcntl64) { CHECK(fcntl64(null(), F_DUPFD, 10) >= 10); }
MAKES(__fcntl) { CHECK(__fcntl(null(), F_DUPFD, 10) >= 10); }

/* What dup2 replaces is closed; no leak, no double close. */
QUIET(dup2)
{
	int fd = fresh();

	CHECK(dup2(null(), fd) == fd && close(fd) == 0);
	CHECK(dup2(null(), null()) == null());
	CHECK(dup2(null(), 603) == 603 && dup2(null(), 603) == 603 && close(603) == 0);
	CHECK(dup2(null(), -1) == -1 && errno == EBADF);
}

QUIET(dup3)
{
	int fd = fresh();

	CHECK(dup3(fd, fd, 0) == -1 && errno == EINVAL);
	CHECK(dup3(fd, 604, O_APPEND) == -1 && errno == EINVAL);
	CHECK(close(fd) == 0);
}

/* A number that was given back goes where it is wanted. */
QUIET_AS(fcntl, lowest)
{
	int fd = fcntl(null(), F_DUPFD, 620);

	CHECK(fd >= 620 && close(fd) == 0);
	CHECK(fcntl(null(), F_DUPFD, fd) == fd && close(fd) == 0);
}

/* Probes (bash, dbus-daemon, Rust): never a use after close. */
QUIET_AS(fcntl, probe)
{
	int fd = stale();

	CHECK_EBADF(fcntl(fd, F_GETFD));
	CHECK_EBADF(fcntl(fd, F_GETFL));
	CHECK_EBADF(fcntl(fd, F_DUPFD, 10));
	CHECK_EBADF(fcntl(fd, F_DUPFD_CLOEXEC, 10));
}

QUIET_AS(fcntl, cloexec)
{
	int fd = fresh();

	CHECK(fcntl(fd, F_SETFD, 0) == 0 && fcntl(fd, F_GETFD) == 0);
	CHECK(fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
	CHECK(fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && (fcntl(fd, F_GETFL) & O_NONBLOCK));
	CHECK(close(fd) == 0);
}

USES(dup) { CHECK_EBADF(dup(stale())); }
USES(dup2, .count = 2)
{
	int fd = stale();

	CHECK_EBADF(dup2(fd, 630));
	CHECK_EBADF(dup2(fd, fd));
	CHECK_EBADF(fcntl(630, F_GETFD));
}
USES(__dup2) { CHECK_EBADF(__dup2(stale(), 631)); }
USES(dup3) { CHECK_EBADF(dup3(stale(), 632, 0)); }
USES(fcntl, .count = 4)
{
	struct flock lock = { .l_type = F_WRLCK };
	int fd = stale();

	CHECK_EBADF(fcntl(fd, F_SETFD, FD_CLOEXEC));
	CHECK_EBADF(fcntl(fd, F_SETFL, 0));
	CHECK_EBADF(fcntl(fd, F_GETLK, &lock));
	CHECK_EBADF(fcntl(fd, F_GETOWN));
}
USES(fcntl64) { CHECK_EBADF(fcntl64(stale(), F_SETFD, 0)); }
USES(__fcntl) { CHECK_EBADF(__fcntl(stale(), F_SETFD, 0)); }

/* Numbers that were never open: nobody looks for these by default, but tests/hooks/run does. */
#define NEVER .finding = "bad-descriptor"

USES_AS(dup, never, NEVER) { CHECK_EBADF(dup(999)); }
USES_AS(dup2, never, NEVER, .count = 2)
{
	CHECK_EBADF(dup2(999, 640));
	CHECK_EBADF(dup2(999, 999));
}
USES_AS(dup3, never, NEVER) { CHECK_EBADF(dup3(999, 640, 0)); }

/*
 * Any number may be a target, also one that fdwarden has taken for itself (from
 * 1024 on, or just below a lower limit): it goes on working from another. In a
 * child, whose numbers are no other row's.
 */
static void take_high(int (*take)(int))
{
	pid_t pid = fork();
	int fd;

	if (pid == 0) {
		for (fd = 900; fd < 1100; fd++)
			CHECK(take(fd) == fd || errno == EBADF);
		CHECK(close_range(900, 1099, 0) == 0);
		fd = stale();
		CHECK_EBADF(fcntl(fd, F_GETFD));
		CHECK_HELD(fd);
		_exit(0);
	}
	check_child(pid, 0);
}

static int take_by_dup2(int fd)
{
	return dup2(null(), fd);
}

static int take_by_dup3(int fd)
{
	return dup3(null(), fd, O_CLOEXEC);
}

QUIET_AS(dup2, any) { take_high(take_by_dup2); }
QUIET_AS(dup3, any) { take_high(take_by_dup3); }
