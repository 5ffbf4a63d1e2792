/*
 * poll with entries switched off by a negative number, over pipes that come
 * and go.
 */
#include "case.h"

#include <poll.h>

int main(void)
{
	struct pollfd wanted[2] = { { .events = POLLIN }, { .events = POLLIN } };
	int ends[2];

	for (int i = 0; i < 20; i++) {
		CHECK(pipe(ends) == 0);
		wanted[0].fd = ends[0];
		wanted[1].fd = ~ends[1];
		CHECK(poll(wanted, 2, 0) == 0);
		CHECK(close(ends[1]) == 0);
		CHECK(poll(wanted, 2, 0) == 1 && wanted[0].revents == POLLHUP);
		CHECK(close(ends[0]) == 0);
	}
	return 0;
}
