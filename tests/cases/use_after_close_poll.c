/*
 * A closed number is still in the list for poll, which succeeds and says POLLNVAL.
 *
 * expect: use-after-close object=eventfd
 *     at=poll@main:AT closed=close@main:CLOSED opened=eventfd@main:OPENED
 */
#include "case.h"

#include <poll.h>
#include <sys/eventfd.h>

int main(void)
{
	struct pollfd wanted = { .events = POLLIN };
	int fd = eventfd(0, EFD_NONBLOCK); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	wanted.fd = fd;
	CHECK(poll(&wanted, 1, 0) == 1 && wanted.revents == POLLNVAL); /* AT */
	return 0;
}
