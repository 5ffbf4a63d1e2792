/*
 * An event loop whose descriptors leave the set by being closed.
 */
#include "case.h"

#include <sys/epoll.h>

int main(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(EPOLL_CLOEXEC), ends[2];

	CHECK(epoll >= 0);
	for (int i = 0; i < 20; i++) {
		CHECK(pipe(ends) == 0);
		event.data.fd = ends[0];
		CHECK(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event) == 0);
		CHECK(write(ends[1], "x", 1) == 1);
		CHECK(epoll_wait(epoll, &event, 1, 0) == 1 && event.data.fd == ends[0]);
		CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
		CHECK(epoll_wait(epoll, &event, 1, 0) == 0);
	}
	CHECK(close(epoll) == 0);
	return 0;
}
