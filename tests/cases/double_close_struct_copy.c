/*
 * A structure is copied, and each of the two is closed: two owners of one number.
 *
 * expect: double-close object=socket
 *     at=close@connection_close:AT<main:SECOND
 *     closed=close@connection_close:AT<main:FIRST opened=socket@connection_open:OPENED
 */
#include "case.h"

#include <sys/socket.h>

struct connection {
	int fd;
	int state;
};

static struct connection connection_open(void)
{
	struct connection made = { .fd = socket(AF_INET, SOCK_DGRAM, 0) }; /* OPENED */

	CHECK(made.fd >= 0);
	return made;
}

static __attribute__((noinline)) int connection_close(struct connection *connection)
{
	int result = close(connection->fd); /* AT */

	connection->fd = -1;
	return result;
}

int main(void)
{
	struct connection one = connection_open();
	struct connection two = one;

	CHECK(connection_close(&one) == 0); /* FIRST */
	CHECK_EBADF(connection_close(&two)); /* SECOND */
	CHECK(connection_close(&one) == -1); /* a negative number: nothing wrong */
	return 0;
}
