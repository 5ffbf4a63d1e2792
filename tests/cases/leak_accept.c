/*
 * A server closes its listening socket and its client's end, not the accepted one.
 *
 * expect: leak object=socket opened=accept@main:OPENED
 */
#include "case.h"

#include <arpa/inet.h>
#include <sys/socket.h>

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(server >= 0 && client >= 0);
	CHECK(bind(server, (struct sockaddr *)&address, size) == 0);
	CHECK(listen(server, 1) == 0);
	CHECK(getsockname(server, (struct sockaddr *)&address, &size) == 0);
	CHECK(connect(client, (struct sockaddr *)&address, size) == 0);
	CHECK(accept(server, NULL, NULL) >= 0); /* OPENED */
	CHECK(close(server) == 0 && close(client) == 0);
	return 0;
}
