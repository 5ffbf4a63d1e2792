/*
 * A small server and its clients, over TCP.
 */
#include "case.h"

#include <arpa/inet.h>
#include <sys/socket.h>

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char bytes[5];

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(server >= 0 && bind(server, (struct sockaddr *)&address, size) == 0);
	CHECK(listen(server, 8) == 0);
	CHECK(getsockname(server, (struct sockaddr *)&address, &size) == 0);
	for (int i = 0; i < 20; i++) {
		int client = socket(AF_INET, SOCK_STREAM, 0), accepted;

		CHECK(client >= 0);
		CHECK(connect(client, (struct sockaddr *)&address, size) == 0);
		CHECK((accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC)) >= 0);
		CHECK(send(client, "hello", 5, 0) == 5);
		CHECK(recv(accepted, bytes, 5, MSG_WAITALL) == 5);
		CHECK(shutdown(client, SHUT_RDWR) == 0 && close(client) == 0);
		CHECK(recv(accepted, bytes, 1, 0) == 0 && close(accepted) == 0);
	}
	CHECK(close(server) == 0);
	return 0;
}
