/*
 * Descriptors come in a message when there are just enough numbers: those that are
 * held back are not to be missing.
 */
#include "case.h"

#include <sys/resource.h>
#include <sys/socket.h>

#define LIMIT 64
#define COUNT 20

int main(void)
{
	struct rlimit limit = { LIMIT, LIMIT };
	char byte = 0, control[CMSG_SPACE(COUNT * sizeof(int))] __attribute__((aligned(8)));
	struct iovec iov = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = (struct cmsghdr *)control;
	int pair[2], fds[COUNT];

	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	header->cmsg_len = CMSG_LEN(sizeof(fds));
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	for (int i = 0; i < COUNT; i++)
		fds[i] = pair[0];
	memcpy(CMSG_DATA(header), fds, sizeof(fds));
	CHECK(sendmsg(pair[0], &message, 0) == 1);

	/* All but a few numbers have been open, and may be held back. */
	for (int i = 0; i < LIMIT - 10; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(recvmsg(pair[1], &message, 0) == 1);
	CHECK(!(message.msg_flags & MSG_CTRUNC) && header->cmsg_len == CMSG_LEN(sizeof(fds)));
	memcpy(fds, CMSG_DATA(header), sizeof(fds));
	for (int i = 0; i < COUNT; i += 2)
		CHECK(close(fds[i]) == 0);
	for (int i = 1; i < COUNT; i += 2)
		CHECK(close(fds[i]) == 0);
	CHECK(close(pair[0]) == 0 && close(pair[1]) == 0);
	return 0;
}
