/*
 * The same with ppoll.
 *
 * expect: use-after-close object=eventfd
 *     at=ppoll@main:AT closed=close@main:CLOSED opened=eventfd@main:OPENED
 */
#include "case.h"

#include <poll.h>
#include <sys/eventfd.h>

int main(void)
{
	struct pollfd wanted = { .events = POLLIN };
	struct timespec none = { 0, 0 };
	int fd = eventfd(0, EFD_NONBLOCK); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	wanted.fd = fd;
	CHECK(ppoll(&wanted, 1, &none, NULL) == 1 && wanted.revents == POLLNVAL); /* AT */
	return 0;
}
