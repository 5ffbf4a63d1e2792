/*
 * Calls on a socket, after the close.
 *
 * expect: use-after-close object=socket
 *     at=bind@main:BIND closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=listen@main:LISTEN closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=connect@main:CONNECT closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=accept@main:ACCEPT closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=accept4@main:ACCEPT4 closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=getsockname@main:GETSOCKNAME closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=getpeername@main:GETPEERNAME closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=getsockopt@main:GETSOCKOPT closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=setsockopt@main:SETSOCKOPT closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=send@main:SEND closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=sendto@main:SENDTO closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=sendmsg@main:SENDMSG closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=sendmmsg@main:SENDMMSG closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=recv@main:RECV closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=recvfrom@main:RECVFROM closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=recvmsg@main:RECVMSG closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=recvmmsg@main:RECVMMSG closed=close@main:CLOSED opened=socket@main:OPENED
 * expect: use-after-close object=socket
 *     at=shutdown@main:SHUTDOWN closed=close@main:CLOSED opened=socket@main:OPENED
 */
#include "case.h"

#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "s" };
	struct sockaddr *plain = (struct sockaddr *)&address;
	struct msghdr message = { 0 };
	struct mmsghdr messages = { 0 };
	socklen_t size = sizeof(address);
	int value = 1;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(bind(fd, plain, size)); /* BIND */
	CHECK_EBADF(listen(fd, 1)); /* LISTEN */
	CHECK_EBADF(connect(fd, plain, size)); /* CONNECT */
	CHECK_EBADF(accept(fd, NULL, NULL)); /* ACCEPT */
	CHECK_EBADF(accept4(fd, NULL, NULL, 0)); /* ACCEPT4 */
	CHECK_EBADF(getsockname(fd, plain, &size)); /* GETSOCKNAME */
	CHECK_EBADF(getpeername(fd, plain, &size)); /* GETPEERNAME */
	CHECK_EBADF(getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &size)); /* GETSOCKOPT */
	CHECK_EBADF(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, sizeof(value))); /* SETSOCKOPT */
	CHECK_EBADF(send(fd, "x", 1, 0)); /* SEND */
	CHECK_EBADF(sendto(fd, "x", 1, 0, plain, sizeof(address))); /* SENDTO */
	CHECK_EBADF(sendmsg(fd, &message, 0)); /* SENDMSG */
	CHECK_EBADF(sendmmsg(fd, &messages, 1, 0)); /* SENDMMSG */
	CHECK_EBADF(recv(fd, &value, 1, 0)); /* RECV */
	CHECK_EBADF(recvfrom(fd, &value, 1, 0, NULL, NULL)); /* RECVFROM */
	CHECK_EBADF(recvmsg(fd, &message, 0)); /* RECVMSG */
	CHECK_EBADF(recvmmsg(fd, &messages, 1, 0, NULL)); /* RECVMMSG */
	CHECK_EBADF(shutdown(fd, SHUT_WR)); /* SHUTDOWN */
	return 0;
}
