/*
 * A socket whose connect fails is not closed.
 *
 * expect: leak object=socket opened=socket@connect_to:OPENED
 */
#include "case.h"

#include <sys/socket.h>
#include <sys/un.h>

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -1;
	return fd;
}

int main(void)
{
	CHECK(connect_to("nobody.sock") == -1 && errno == ENOENT);
	return 0;
}
