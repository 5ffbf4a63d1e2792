/*
 * Calls on event descriptors, all over one that was closed.
 *
 * expect: use-after-close object=eventfd
 *     at=eventfd_read@main:EVENTFD_READ closed=close@main:CLOSED
 *     opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=eventfd_write@main:EVENTFD_WRITE closed=close@main:CLOSED
 *     opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=timerfd_settime@main:TIMERFD_SETTIME closed=close@main:CLOSED
 *     opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=timerfd_gettime@main:TIMERFD_GETTIME closed=close@main:CLOSED
 *     opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=inotify_add_watch@main:INOTIFY_ADD_WATCH closed=close@main:CLOSED
 *     opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=inotify_rm_watch@main:INOTIFY_RM_WATCH closed=close@main:CLOSED
 *     opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=signalfd@main:SIGNALFD closed=close@main:CLOSED opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=epoll_ctl@main:EPOLL_CTL closed=close@main:CLOSED opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=epoll_wait@main:EPOLL_WAIT closed=close@main:CLOSED opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=epoll_pwait@main:EPOLL_PWAIT closed=close@main:CLOSED opened=eventfd@main:OPENED
 * expect: use-after-close object=eventfd
 *     at=pselect@main:PSELECT closed=close@main:CLOSED opened=eventfd@main:OPENED
 */
#include "case.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>

int main(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct itimerspec timer = { 0 };
	struct timespec none = { 0 };
	eventfd_t value;
	sigset_t signals;
	fd_set set;
	int fd = eventfd(0, EFD_NONBLOCK); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	sigemptyset(&signals);
	FD_ZERO(&set);
	FD_SET(fd, &set);
	CHECK_EBADF(eventfd_read(fd, &value)); /* EVENTFD_READ */
	CHECK_EBADF(eventfd_write(fd, 1)); /* EVENTFD_WRITE */
	CHECK_EBADF(timerfd_settime(fd, 0, &timer, NULL)); /* TIMERFD_SETTIME */
	CHECK_EBADF(timerfd_gettime(fd, &timer)); /* TIMERFD_GETTIME */
	CHECK_EBADF(inotify_add_watch(fd, ".", IN_CREATE)); /* INOTIFY_ADD_WATCH */
	CHECK_EBADF(inotify_rm_watch(fd, 1)); /* INOTIFY_RM_WATCH */
	CHECK_EBADF(signalfd(fd, &signals, 0)); /* SIGNALFD */
	CHECK_EBADF(epoll_ctl(fd, EPOLL_CTL_ADD, 0, &event)); /* EPOLL_CTL */
	CHECK_EBADF(epoll_wait(fd, &event, 1, 0)); /* EPOLL_WAIT */
	CHECK_EBADF(epoll_pwait(fd, &event, 1, 0, NULL)); /* EPOLL_PWAIT */
	CHECK_EBADF(pselect(fd + 1, &set, NULL, NULL, &none, NULL)); /* PSELECT */
	return 0;
}
