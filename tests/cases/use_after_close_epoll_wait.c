/*
 * An event loop goes on over an epoll instance that was closed.
 *
 * expect: use-after-close object=epoll
 *     at=epoll_wait@main:AT closed=close@main:CLOSED opened=epoll_create1@main:OPENED
 */
#include "case.h"

#include <sys/epoll.h>

int main(void)
{
	struct epoll_event event;
	int fd = epoll_create1(0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(epoll_wait(fd, &event, 1, 0)); /* AT */
	return 0;
}
