/*
 * poll() asked about every number at once, without waiting, tells which are
 * open (findutils' xargs does that before it starts a program). No use after
 * close, even of those that were open once.
 */
#include "case.h"

#include <poll.h>

#define NUMBERS 64

int main(void)
{
	struct pollfd polled[NUMBERS];
	int fd = open("/dev/null", O_RDONLY), dead = 0;

	CHECK(fd > 2 && fd < NUMBERS && close(fd) == 0);
	for (int i = 0; i < NUMBERS; i++)
		polled[i] = (struct pollfd){ .fd = i, .events = POLLIN | POLLOUT };
	CHECK(poll(polled, NUMBERS, 0) > 0);
	CHECK(polled[fd].revents == POLLNVAL);
	for (int i = 3; i < NUMBERS; i++)
		dead += polled[i].revents == POLLNVAL;
	CHECK(dead > NUMBERS / 2);
	CHECK(poll(polled, (nfds_t)fd + 1, 0) >= 0);
	return 0;
}
