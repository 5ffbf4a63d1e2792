/*
 * A message is sent on a closed socket.
 *
 * expect: use-after-close object=socket
 *     at=send@main:AT closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(send(fd, "bye", 3, MSG_NOSIGNAL)); /* AT */
	return 0;
}
