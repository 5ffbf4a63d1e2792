/*
 * An option is set on a closed socket.
 *
 * expect: use-after-close object=socket
 *     at=setsockopt@main:AT closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one))); /* AT */
	return 0;
}
