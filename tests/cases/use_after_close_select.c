/*
 * A closed number is still in the set for select.
 *
 * expect: use-after-close object=eventfd
 *     at=select@main:AT closed=close@main:CLOSED opened=eventfd@main:OPENED
 */
#include "case.h"

#include <sys/eventfd.h>
#include <sys/select.h>

int main(void)
{
	struct timeval none = { 0, 0 };
	fd_set set;
	int fd = eventfd(0, EFD_NONBLOCK); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	FD_ZERO(&set);
	FD_SET(fd, &set);
	CHECK_EBADF(select(fd + 1, &set, NULL, NULL, &none)); /* AT */
	return 0;
}
