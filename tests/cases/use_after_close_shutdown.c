/*
 * A socket is shut down after its close: the two stand in the wrong order.
 *
 * expect: use-after-close object=socket
 *     at=shutdown@main:AT closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(shutdown(fd, SHUT_RDWR)); /* AT */
	return 0;
}
