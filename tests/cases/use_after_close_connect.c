/*
 * A socket is connected after its close.
 *
 * expect: use-after-close object=socket
 *     at=connect@main:AT closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <arpa/inet.h>
#include <sys/socket.h>

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK_EBADF(connect(fd, (struct sockaddr *)&address, sizeof(address))); /* AT */
	return 0;
}
