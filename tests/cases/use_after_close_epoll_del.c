/*
 * A descriptor is taken out of an epoll set after its close, instead of before.
 *
 * expect: use-after-close object=eventfd
 *     at=epoll_ctl@main:AT closed=close@main:CLOSED opened=eventfd@main:OPENED
 */
#include "case.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

int main(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(0);
	int fd = eventfd(0, 0); /* OPENED */

	CHECK(epoll >= 0 && fd >= 0);
	CHECK(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL)); /* AT */
	CHECK(close(epoll) == 0);
	return 0;
}
