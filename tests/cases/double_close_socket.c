/*
 * A connected socket is shut down, closed, and closed again by its owner.
 *
 * expect: double-close object=socket
 *     at=close@main:AT closed=close@hang_up:CLOSED opened=accept@main:OPENED
 */
#include "case.h"

#include <arpa/inet.h>
#include <sys/socket.h>

static void hang_up(int fd)
{
	CHECK(shutdown(fd, SHUT_RDWR) == 0);
	CHECK(close(fd) == 0); /* CLOSED */
}

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0), accepted;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(server >= 0 && client >= 0);
	CHECK(bind(server, (struct sockaddr *)&address, size) == 0 && listen(server, 1) == 0);
	CHECK(getsockname(server, (struct sockaddr *)&address, &size) == 0);
	CHECK(connect(client, (struct sockaddr *)&address, size) == 0);
	accepted = accept(server, NULL, NULL); /* OPENED */
	CHECK(accepted >= 0);
	CHECK(close(server) == 0 && close(client) == 0);
	hang_up(accepted);
	CHECK_EBADF(close(accepted)); /* AT */
	return 0;
}
