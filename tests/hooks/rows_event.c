/* event.c */
#include "row.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

MAKES(epoll_create, .object = "epoll") { CHECK(epoll_create(1) >= 0); }
MAKES(epoll_create1, .object = "epoll") { CHECK(epoll_create1(EPOLL_CLOEXEC) >= 0); }
MAKES(eventfd, .object = "eventfd") { CHECK(eventfd(0, EFD_CLOEXEC) >= 0); }
MAKES(timerfd_create, .object = "timerfd") { CHECK(timerfd_create(CLOCK_MONOTONIC, 0) >= 0); }
MAKES(inotify_init, .object = "inotify") { CHECK(inotify_init() >= 0); }
MAKES(inotify_init1, .object = "inotify") { CHECK(inotify_init1(IN_CLOEXEC) >= 0); }
MAKES(memfd_create, .object = "memfd") { CHECK(memfd_create("rows", MFD_CLOEXEC) >= 0); }
MAKES(pidfd_open, .object = "pidfd") { CHECK(pidfd_open(getpid(), 0) >= 0); }

MAKES(signalfd, .object = "signalfd")
{
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	CHECK(signalfd(-1, &mask, SFD_CLOEXEC) >= 0);
}

/* The second call changes the first's mask. */
QUIET(signalfd)
{
	sigset_t mask;
	int fd;

	sigemptyset(&mask);
	fd = signalfd(-1, &mask, 0);
	CHECK(fd >= 0 && signalfd(fd, &mask, 0) == fd && close(fd) == 0);
}

USES(signalfd)
{
	sigset_t mask;

	sigemptyset(&mask);
	CHECK_EBADF(signalfd(stale(), &mask, 0));
}

MAKES(fanotify_init, .object = "fanotify")
{
	int fd = fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, O_RDONLY);

	if (fd < 0)
		SKIP(strerror(errno));
}

MAKES(pidfd_getfd)
{
	int pidfd = pidfd_open(getpid(), 0);
	int fd;

	make_scarce();
	fd = pidfd_getfd(pidfd, null(), 0);
	CHECK(close(pidfd) == 0);
	if (fd < 0)
		SKIP("pidfd_getfd is not allowed");
}

USES(pidfd_getfd) { CHECK_EBADF(pidfd_getfd(stale(), 0, 0)); }
