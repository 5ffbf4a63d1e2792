/*
 * A descriptor goes to another process and one comes back: each side closes
 * what it has.
 */
#include "case.h"

#include <sys/socket.h>

static void pass(int socket, int fd)
{
	char byte = 'x', control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	CHECK(sendmsg(socket, &message, 0) == 1);
}

static int receive(int socket)
{
	char byte, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control) };
	struct cmsghdr *header;
	int fd;

	CHECK(recvmsg(socket, &message, MSG_CMSG_CLOEXEC) == 1);
	header = CMSG_FIRSTHDR(&message);
	CHECK(header && header->cmsg_type == SCM_RIGHTS);
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

int main(void)
{
	int pair[2], fd = open("/dev/null", O_RDWR);
	pid_t pid;

	CHECK(fd >= 0 && socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 20; i++) {
			int received = receive(pair[1]);

			CHECK(write(received, "x", 1) == 1);
			pass(pair[1], received);
			CHECK(close(received) == 0);
		}
		exit(0);
	}
	for (int i = 0; i < 20; i++) {
		int received;

		pass(pair[0], fd);
		received = receive(pair[0]);
		CHECK(write(received, "x", 1) == 1 && close(received) == 0);
	}
	check_child(pid, 0);
	CHECK(close(pair[0]) == 0 && close(pair[1]) == 0 && close(fd) == 0);
	return 0;
}
