/*
 * An audit between the making of a descriptor and its record, or between the record
 * of a close and the close, takes it for a blind spot: none remains. What was
 * one is one still when it is replaced, or its number is given to another.
 *
 * blind: raw fd=40 object=device path=/dev/null call=write
 * blind: raw fd=41 count=2 object=device path=/dev/null call=write
 * stats: lost=3
 * options: -o audit=1 -o quarantine=0
 * plugin: plugins/between.c
 * env: LD_PRELOAD=@PLUGIN@
 * cflags: -rdynamic
 * musl: the command is preloaded with the plugin, too
 */
#include "case.h"
#include "raw.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>

static volatile int times; /* the makers are "leaf" functions to the compiler */

/* Not in the plugin's way: what makes or closes nothing. */
void in_between(void)
{
	times++;
	CHECK(write(1, "", 0) == 0);
}

static void makers(void)
{
	int fds[2], fd, target;

	CHECK(pipe(fds) == 0 && times == 1);
	CHECK(dup2(fds[0], fds[1]) == fds[1] && times == 2);
	CHECK(close(fds[1]) == 0 && times == 4);
	CHECK(dup2(fds[0], 30) == 30 && dup2(0, 30) == 30);
	CHECK(dup3(fds[0], 31, O_CLOEXEC) == 31 && dup(31) == fds[1]);
	CHECK(close(30) == 0 && close(31) == 0 && close(fds[0]) == 0 && close(fds[1]) == 0);
	CHECK(dup2(0, 31) == 31 && close(31) == 0);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
	fd = open("/dev/null", O_RDONLY);
	target = epoll_create1(0);
	CHECK(fd >= 0 && target >= 0 && dup2(fd, target) == target);
	CHECK(close(fd) == 0 && close(target) == 0);
}

/* As in unix(7): a listener in the abstract namespace, at a name that the kernel chooses. */
static void accepted(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t bytes = sizeof(address);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0), fd;

	CHECK(bind(listener, (void *)&address, sizeof(sa_family_t)) == 0);
	CHECK(listen(listener, 1) == 0);
	CHECK(getsockname(listener, (void *)&address, &bytes) == 0);
	CHECK(connect(client, (void *)&address, bytes) == 0);
	fd = accept4(listener, NULL, NULL, 0);
	CHECK(fd >= 0 && close(fd) == 0 && close(client) == 0 && close(listener) == 0);
}

static void received(void)
{
	char control[CMSG_SPACE(2 * sizeof(int))] = { 0 }, byte = 'x';
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message);
	int fds[2], sent[2] = { 0, 0 };

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(sent));
	memcpy(CMSG_DATA(cmsg), sent, sizeof(sent));
	CHECK(sendmsg(fds[0], &message, 0) == 1 && recvmsg(fds[1], &message, 0) == 1);
	memcpy(sent, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(sent));
	CHECK(close(sent[0]) == 0 && close(sent[1]) == 0 && close(fds[0]) == 0 && close(fds[1]) == 0);
}

static void raw_dup(int fd)
{
	CHECK(raw(SYS_dup3, 0, fd, 0) == fd && write(1, "", 0) == 0);
}

int main(void)
{
	makers();
	accepted();
	received();
	raw_dup(40);
	CHECK(dup2(1, 40) == 40 && close(40) == 0);
	for (int i = 0; i < 2; i++) {
		raw_dup(41);
		CHECK(close(41) == 0);
	}
	return 0;
}
