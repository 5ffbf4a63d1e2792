/*
 * A listening socket was closed, and its loop goes on.
 *
 * expect: use-after-close object=socket
 *     at=accept@main:AT closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(accept(fd, NULL, NULL)); /* AT */
	return 0;
}
