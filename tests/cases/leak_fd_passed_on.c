/*
 * A descriptor is sent to another process, and the sender's own forgotten.
 *
 * expect: leak object=device opened=open@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>

int main(void)
{
	char byte = 'x', control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	int pair[2], fd = open("/dev/null", O_RDONLY); /* OPENED */

	CHECK(fd >= 0 && socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	CHECK(sendmsg(pair[0], &message, 0) == 1);
	CHECK(close(pair[0]) == 0 && close(pair[1]) == 0);
	return 0;
}
