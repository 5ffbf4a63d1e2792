/*
 * A closed number is sent to another process. On a tombstone the kernel would
 * send that; the program must see the error.
 *
 * expect: use-after-close object=file path=data
 *     at=sendmsg@main:AT closed=close@main:CLOSED opened=open@main:OPENED
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
	int pair[2], fd;

	CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
	fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */
	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	CHECK_EBADF(sendmsg(pair[0], &message, 0)); /* AT */
	CHECK(close(pair[0]) == 0 && close(pair[1]) == 0);
	return 0;
}
