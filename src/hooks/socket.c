/*
 * Sockets: made, accepted, bound, connected; and the descriptors that arrive
 * in messages (SCM_RIGHTS, unix(7)).
 */
#include <string.h>

#include "hooks/families.h"
#include "hooks/raw.h"

/* linux/socket.h, from 6.5 on: one pidfd in the message. */
enum { SCM_PIDFD_NUMBER = 4 };

hot int HOOK(socket)(int domain, int type, int protocol)
{
	struct call call = CALL(socket);
	int fd;

	do
		fd = REAL(socket)(domain, type, protocol);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_SOCKET, NULL, 0);
	return fd;
}

hot int HOOK(socketpair)(int domain, int type, int protocol, int fds[2])
{
	struct call call = CALL(socketpair);
	int r;

	do
		r = REAL(socketpair)(domain, type, protocol, fds);
	while (r < 0 && fd_exhausted(&call));
	if (r == 0) {
		fd_opened(&call, fds[0], OBJECT_SOCKET, NULL, 0);
		fd_opened(&call, fds[1], OBJECT_SOCKET, NULL, SLOT_SECOND);
	}
	return r;
}

/* `room` is what the caller had for the address; `bytes` what there was of it. */
static void accepted(const struct call *call, int listener, int fd, const struct sockaddr *peer,
		     socklen_t room, const socklen_t *bytes)
{
	if (fd < 0) {
		fd_failed(call, listener);
		return;
	}
	fd_opened(call, fd, OBJECT_SOCKET, NULL, 0);
	if (peer && *bytes <= room)
		fd_address(call, fd, peer, *bytes);
}

hot int HOOK(accept)(int listener, __SOCKADDR_ARG peer, socklen_t *bytes)
{
	struct call call = CALL(accept);
	socklen_t room = SOCKADDR(peer) && bytes ? *bytes : 0;
	int fd;

	do
		fd = REAL(accept)(listener, peer, bytes);
	while (fd < 0 && fd_exhausted(&call));
	accepted(&call, listener, fd, SOCKADDR(peer), room, bytes);
	return fd;
}

hot int HOOK(accept4)(int listener, __SOCKADDR_ARG peer, socklen_t *bytes, int flags)
{
	struct call call = CALL(accept4);
	socklen_t room = SOCKADDR(peer) && bytes ? *bytes : 0;
	int fd;

	do
		fd = REAL(accept4)(listener, peer, bytes, flags);
	while (fd < 0 && fd_exhausted(&call));
	accepted(&call, listener, fd, SOCKADDR(peer), room, bytes);
	return fd;
}

int HOOK(bind)(int fd, __CONST_SOCKADDR_ARG address, socklen_t bytes)
{
	struct call call = CALL(bind);
	int r = REAL(bind)(fd, address, bytes);

	if (r < 0)
		fd_failed(&call, fd);
	else
		fd_address(&call, fd, SOCKADDR(address), bytes);
	return r;
}

static int connected(const struct call *call, int fd, int r, const struct sockaddr *peer,
		     socklen_t bytes)
{
	if (r == 0 || errno == EINPROGRESS)
		fd_address(call, fd, peer, bytes);
	else
		fd_failed(call, fd);
	return r;
}

int HOOK(connect)(int fd, __CONST_SOCKADDR_ARG address, socklen_t bytes)
{
	struct call call = CALL(connect);
	int r = REAL(connect)(fd, address, bytes);

	return connected(&call, fd, r, SOCKADDR(address), bytes);
}

int HOOK(__connect)(int fd, const struct sockaddr *address, socklen_t bytes)
{
	struct call call = CALL(__connect);
	int r = REAL(__connect)(fd, address, bytes);

	return connected(&call, fd, r, address, bytes);
}

/* ---- What arrives in messages ------------------------------------------ */

/* The descriptors in one control message. It may have been cut short at `end` (MSG_CTRUNC). */
static void received_one(const struct call *call, const struct cmsghdr *header, const char *end)
{
	const unsigned char *data = CMSG_DATA(header);
	size_t bytes = header->cmsg_len - CMSG_LEN(0);
	size_t room = (size_t)(end - (const char *)data);
	int fd;

	if (bytes > room)
		bytes = room;
	for (; bytes >= sizeof(fd); bytes -= sizeof(fd), data += sizeof(fd)) {
		memcpy(&fd, data, sizeof(fd));
		fd_opened(call, fd, header->cmsg_type == SCM_RIGHTS ? OBJECT_OTHER : OBJECT_PIDFD,
			  NULL, 0);
	}
}

/* Also with MSG_PEEK: each look makes new copies (net/unix/af_unix.c, unix_peek_fds). */
void message_received(const struct call *call, struct msghdr *message)
{
	const char *end = (const char *)message->msg_control + message->msg_controllen;
	struct cmsghdr *header;

	for (header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
		if (header->cmsg_level == SOL_SOCKET && header->cmsg_len >= CMSG_LEN(0) &&
		    (header->cmsg_type == SCM_RIGHTS || header->cmsg_type == SCM_PIDFD_NUMBER))
			received_one(call, header, end);
	}
}

ssize_t HOOK(recvmsg)(int fd, struct msghdr *message, int flags)
{
	struct call call = CALL(recvmsg);
	ssize_t n;

	fd_receiving(message && message->msg_controllen);
	n = REAL(recvmsg)(fd, message, flags);
	if (n < 0)
		fd_failed(&call, fd);
	else if (message->msg_controllen)
		message_received(&call, message);
	fd_audit(CALL_recvmsg, BLIND_RECEIVED);
	return n;
}

int HOOK(recvmmsg)(int fd, struct mmsghdr *messages, unsigned int count, mmsg_flags flags,
		   struct timespec *timeout)
{
	struct call call = CALL(recvmmsg);
	int n;

	fd_receiving(messages && count && messages[0].msg_hdr.msg_controllen);
	n = REAL(recvmmsg)(fd, messages, count, flags, timeout);
	if (n < 0)
		fd_failed(&call, fd);
	for (int i = 0; i < n; i++) {
		if (messages[i].msg_hdr.msg_controllen)
			message_received(&call, &messages[i].msg_hdr);
	}
	fd_audit(CALL_recvmmsg, BLIND_RECEIVED);
	return n;
}

long raw_recvmsg(struct raw_call *c)
{
	struct msghdr *message = (struct msghdr *)c->args[1];
	long r;

	fd_receiving(message && message->msg_controllen);
	r = raw_use(c);
	if (r >= 0)
		message_received(&c->call, message);
	return r;
}

long raw_recvmmsg(struct raw_call *c)
{
	struct mmsghdr *messages = (struct mmsghdr *)c->args[1];
	long n;

	fd_receiving(messages && c->args[2] && messages[0].msg_hdr.msg_controllen);
	n = raw_use(c);
	for (long i = 0; i < n; i++)
		message_received(&c->call, &messages[i].msg_hdr);
	return n;
}
