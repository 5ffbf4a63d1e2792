/*
 * A message is awaited on a closed socket.
 *
 * expect: use-after-close object=socket
 *     at=recv@main:AT closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	char byte;
	int fd = socket(AF_INET, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(recv(fd, &byte, 1, 0)); /* AT */
	return 0;
}
