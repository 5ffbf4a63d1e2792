/*
 * A library stands in front of recvmsg and keeps for itself what arrives: no
 * descriptor is in the message that the program is shown. An audit finds that
 * one has arrived.
 *
 * blind: received fd=6 object=device path=/dev/null call=recvmsg
 * stats: lost=1
 * options: -o audit=1
 * plugin: plugins/device.c
 * args: @PLUGIN@
 * shell: LD_PRELOAD="${@: -1}" exec "$@"
 * musl: its plugin would be preloaded into the command, too
 */
#include "case.h"

#include <sys/socket.h>

static void send_one(int to, int fd)
{
	union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } control;
	struct iovec byte = { "x", 1 };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control,
				  .msg_controllen = sizeof(control) };

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	CHECK(sendmsg(to, &message, 0) == 1);
}

int main(void)
{
	char text[1];
	struct iovec byte = { text, 1 };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1 };
	int fds[2], fd;

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	fd = open("/dev/null", O_RDONLY);
	CHECK(fd == 5);
	send_one(fds[0], fd);
	CHECK(recvmsg(fds[1], &message, 0) == 1 && message.msg_controllen == 0);
	CHECK(close(fd) == 0 && close(fds[0]) == 0 && close(fds[1]) == 0);
	return 0;
}
