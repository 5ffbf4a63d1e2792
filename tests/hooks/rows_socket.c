/* pipe.c, socket.c, remote.c */
#include "row.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>

MAKES(pipe, .count = 2, .object = "pipe") { int fds[2]; CHECK(pipe(fds) == 0); }
MAKES(__pipe, .count = 2) { int fds[2]; CHECK(__pipe(fds) == 0); }
MAKES(pipe2, .count = 2) { int fds[2]; CHECK(pipe2(fds, O_CLOEXEC) == 0); }
MAKES(socket, .object = "socket") { CHECK(socket(AF_UNIX, SOCK_STREAM, 0) >= 0); }
MAKES(socketpair, .count = 2)
{
	int fds[2];

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
}

/* ---- Connections ------------------------------------------------------- */

static int listener(struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t bytes = sizeof(*address);

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)address, sizeof(*address)) == 0);
	CHECK(listen(fd, 4) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)address, &bytes) == 0);
	return fd;
}

static int caller(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	CHECK(fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0);
	return fd;
}

MAKES(accept, .object = "socket")
{
	struct sockaddr_in address, peer;
	socklen_t bytes = sizeof(peer);
	int fd = listener(&address), other = caller(&address);

	make_scarce();
	CHECK(accept(fd, (struct sockaddr *)&peer, &bytes) >= 0);
	CHECK(close(fd) == 0 && close(other) == 0);
}

MAKES(accept4)
{
	struct sockaddr_in address;
	int fd = listener(&address), other = caller(&address);

	make_scarce();
	CHECK(accept4(fd, NULL, NULL, SOCK_CLOEXEC) >= 0);
	CHECK(close(fd) == 0 && close(other) == 0);
}

/* An address longer than the room for it is not read beyond that. */
QUIET(accept)
{
	struct sockaddr_in address;
	struct sockaddr peer = { 0 };
	socklen_t bytes = 2;
	int fd = listener(&address), other = caller(&address);
	int got = accept(fd, &peer, &bytes);

	CHECK(got >= 0 && bytes == sizeof(address));
	CHECK(close(fd) == 0 && close(other) == 0 && close(got) == 0);
}

USES(accept) { CHECK_EBADF(accept(stale(), NULL, NULL)); }
USES(accept4) { CHECK_EBADF(accept4(stale(), NULL, NULL, 0)); }

static const union {
	struct sockaddr_un un;
	struct sockaddr any;
} nowhere = { .un = { .sun_family = AF_UNIX, .sun_path = "not-there" } };

USES(bind) { CHECK_EBADF(bind(stale(), &nowhere.any, sizeof(nowhere))); }
USES(connect) { CHECK_EBADF(connect(stale(), &nowhere.any, sizeof(nowhere))); }
USES(__connect) { CHECK_EBADF(__connect(stale(), &nowhere.any, sizeof(nowhere))); }

/* The address is remembered after the socket is gone. */
USES_AS(bind, address, .name = "127.0.0.1:")
{
	struct sockaddr_in address;
	int fd = listener(&address);

	CHECK(close(fd) == 0);
	CHECK_EBADF(bind(fd, (struct sockaddr *)&address, sizeof(address)));
}

USES_AS(connect, address, .name = "127.0.0.1:")
{
	struct sockaddr_in address;
	int fd = listener(&address), other = caller(&address);

	CHECK(close(fd) == 0 && close(other) == 0);
	CHECK_EBADF(connect(other, (struct sockaddr *)&address, sizeof(address)));
}

USES_AS(accept, address, .name = "127.0.0.1:")
{
	struct sockaddr_in address, peer;
	socklen_t bytes = sizeof(peer);
	int fd = listener(&address), other = caller(&address);
	int got = accept(fd, (struct sockaddr *)&peer, &bytes);

	CHECK(got >= 0 && close(fd) == 0 && close(other) == 0 && close(got) == 0);
	CHECK_EBADF(accept(got, NULL, NULL));
}

/* ---- Passed in messages ------------------------------------------------ */

#define PASSED 3

union control {
	char bytes[CMSG_SPACE(PASSED * sizeof(int))];
	struct cmsghdr align;
};

static void prepare(struct msghdr *message, struct iovec *data, union control *control, char *byte)
{
	*data = (struct iovec){ byte, 1 };
	*message = (struct msghdr){
		.msg_iov = data, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control->bytes),
	};
}

/* Two ends; three copies of /dev/null's descriptor wait at the second. */
static void pass(int ends[2])
{
	struct msghdr message;
	struct cmsghdr *header;
	union control control = { { 0 } };
	struct iovec data;
	char byte = 'x';
	int fds[PASSED] = { null(), null(), null() };

	CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
	prepare(&message, &data, &control, &byte);
	header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fds));
	memcpy(CMSG_DATA(header), fds, sizeof(fds));
	CHECK(sendmsg(ends[0], &message, 0) == 1);
}

static void hang_up(int ends[2])
{
	CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
}

MAKES(recvmsg, .count = PASSED)
{
	struct msghdr message;
	union control control;
	struct iovec data;
	char byte;
	int ends[2];

	pass(ends);
	prepare(&message, &data, &control, &byte);
	CHECK(recvmsg(ends[1], &message, 0) == 1);
	hang_up(ends);
}

/* Room for two: the third is lost, and MSG_CTRUNC says so. */
MAKES_AS(recvmsg, truncated, .count = 2)
{
	struct msghdr message;
	union control control;
	struct iovec data;
	char byte;
	int ends[2];

	pass(ends);
	prepare(&message, &data, &control, &byte);
	message.msg_controllen = CMSG_LEN(2 * sizeof(int));
	CHECK(recvmsg(ends[1], &message, 0) == 1 && (message.msg_flags & MSG_CTRUNC));
	hang_up(ends);
}

/* A look makes copies, too. */
MAKES_AS(recvmsg, peek, .count = 2 * PASSED)
{
	struct msghdr message;
	union control control;
	struct iovec data;
	char byte;
	int ends[2];

	pass(ends);
	prepare(&message, &data, &control, &byte);
	CHECK(recvmsg(ends[1], &message, MSG_PEEK) == 1);
	prepare(&message, &data, &control, &byte);
	CHECK(recvmsg(ends[1], &message, 0) == 1);
	hang_up(ends);
}

QUIET(recvmsg)
{
	struct msghdr message;
	union control control;
	struct iovec data;
	char byte;
	int ends[2];

	pass(ends);
	prepare(&message, &data, &control, &byte);
	message.msg_control = NULL;
	message.msg_controllen = 0;
	CHECK(recvmsg(ends[1], &message, 0) == 1 && (message.msg_flags & MSG_CTRUNC));
	hang_up(ends);
}

MAKES(recvmmsg, .count = PASSED)
{
	struct mmsghdr messages[2];
	union control controls[2];
	struct iovec data[2];
	char bytes[2];
	int ends[2];

	pass(ends);
	CHECK(send(ends[0], "y", 1, 0) == 1);
	prepare(&messages[0].msg_hdr, &data[0], &controls[0], &bytes[0]);
	prepare(&messages[1].msg_hdr, &data[1], &controls[1], &bytes[1]);
	CHECK(recvmmsg(ends[1], messages, 2, 0, NULL) == 2);
	hang_up(ends);
}

USES(recvmsg)
{
	struct msghdr message;
	union control control;
	struct iovec data;
	char byte;

	prepare(&message, &data, &control, &byte);
	CHECK_EBADF(recvmsg(stale(), &message, 0));
}

USES(recvmmsg)
{
	struct mmsghdr message;
	union control control;
	struct iovec data;
	char byte;

	prepare(&message.msg_hdr, &data, &control, &byte);
	CHECK_EBADF(recvmmsg(stale(), &message, 1, 0, NULL));
}

/* ---- The r-commands ---------------------------------------------------- */

#define NEED_ROOT do { if (geteuid() != 0) SKIP("needs a privileged port"); } while (0)

MAKES(rresvport)
{
	int port = 1023;

	NEED_ROOT;
	CHECK(rresvport(&port) >= 0);
}

MAKES(rresvport_af)
{
	int port = 1023;

	NEED_ROOT;
	CHECK(rresvport_af(&port, AF_INET) >= 0);
}

/* Calls back where the caller wants a second connection: a port in decimal, or nothing. */
static int call_back(int fd)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	char port[8];
	size_t n = 0;

	do
		CHECK(n < sizeof(port) && read(fd, port + n, 1) == 1);
	while (port[n++]);
	if (!atoi(port))
		return -1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(atoi(port));
	return caller(&address);
}

/* Says "fine" to whoever calls, whatever he wants, and hangs up after him. */
static void *answer(void *listener)
{
	char byte;
	int fd = accept(*(int *)listener, NULL, NULL), second;

	CHECK(fd >= 0);
	second = call_back(fd);
	CHECK(write(fd, "", 1) == 1);
	while (read(fd, &byte, 1) > 0)
		;
	CHECK(close(fd) == 0 && (second < 0 || close(second) == 0));
	return NULL;
}

struct server {
	pthread_t thread;
	int listener;
	unsigned short port;
};

static void serve(struct server *server)
{
	struct sockaddr_in address;

	server->listener = listener(&address);
	server->port = address.sin_port;
	CHECK(pthread_create(&server->thread, NULL, answer, &server->listener) == 0);
}

/* The caller's socket is shut, not closed: that is the leak. */
static void served(struct server *server, int fd)
{
	CHECK(fd >= 0 && shutdown(fd, SHUT_RDWR) == 0);
	CHECK(pthread_join(server->thread, NULL) == 0);
	CHECK(close(server->listener) == 0);
}

MAKES(rcmd)
{
	char *host = (char[]){ "127.0.0.1" };
	struct server server;

	NEED_ROOT;
	serve(&server);
	served(&server, rcmd(&host, server.port, "me", "you", "true", NULL));
}

MAKES(rcmd_af)
{
	char *host = (char[]){ "127.0.0.1" };
	struct server server;

	NEED_ROOT;
	serve(&server);
	served(&server, rcmd_af(&host, server.port, "me", "you", "true", NULL, AF_INET));
}

MAKES(rexec)
{
	char *host = (char[]){ "127.0.0.1" };
	struct server server;

	serve(&server);
	served(&server, rexec(&host, server.port, "me", "secret", "true", NULL));
}

/* Also the second connection, for the standard error. */
MAKES(rexec_af, .count = 2)
{
	char *host = (char[]){ "127.0.0.1" };
	struct server server;
	int second;

	serve(&server);
	served(&server, rexec_af(&host, server.port, "me", "secret", "true", &second, AF_INET));
}
