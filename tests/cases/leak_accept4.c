/*
 * Three accepted connections are forgotten, one after the other.
 *
 * expect: leak count=3 object=socket opened=accept4@serve:OPENED<main:CALLED
 */
#include "case.h"

#include <sys/socket.h>
#include <sys/un.h>

static void serve(int server)
{
	CHECK(accept4(server, NULL, NULL, SOCK_CLOEXEC) >= 0); /* OPENED */
}

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "server.sock" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0);

	CHECK(server >= 0);
	CHECK(bind(server, (struct sockaddr *)&address, sizeof(address)) == 0);
	CHECK(listen(server, 3) == 0);
	for (int i = 0; i < 3; i++) {
		int client = socket(AF_UNIX, SOCK_STREAM, 0);

		CHECK(client >= 0);
		CHECK(connect(client, (struct sockaddr *)&address, sizeof(address)) == 0);
		serve(server); /* CALLED */
		CHECK(close(client) == 0);
	}
	CHECK(close(server) == 0);
	return 0;
}
