/* rows_use.def, poll.c, sendmsg.c: sockets, messages, events. */
#include "row.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

static char buf[64];
static struct sockaddr_storage address;
static socklen_t address_bytes = sizeof(address);
#define ADDRESS ((struct sockaddr *)&address)

USES(send) { CHECK_EBADF(send(stale(), buf, 1, 0)); }
USES(__send) { CHECK_EBADF(__send(stale(), buf, 1, 0)); }
USES(sendto) { CHECK_EBADF(sendto(stale(), buf, 1, 0, NULL, 0)); }
USES(recv) { CHECK_EBADF(recv(stale(), buf, 1, 0)); }
USES(recvfrom) { CHECK_EBADF(recvfrom(stale(), buf, 1, 0, NULL, NULL)); }
USES(__recv_chk) { CHECK_EBADF(__recv_chk(stale(), buf, 1, sizeof(buf), 0)); }
USES(__recvfrom_chk) { CHECK_EBADF(__recvfrom_chk(stale(), buf, 1, sizeof(buf), 0, NULL, NULL)); }
USES(listen) { CHECK_EBADF(listen(stale(), 1)); }
USES(shutdown) { CHECK_EBADF(shutdown(stale(), SHUT_RDWR)); }
USES(setsockopt) { int one = 1; CHECK_EBADF(setsockopt(stale(), SOL_SOCKET, SO_REUSEADDR, &one, 4)); }
USES(getsockname) { CHECK_EBADF(getsockname(stale(), ADDRESS, &address_bytes)); }
USES(getpeername) { CHECK_EBADF(getpeername(stale(), ADDRESS, &address_bytes)); }
USES(sockatmark) { CHECK_EBADF(sockatmark(stale())); }

USES(getsockopt)
{
	socklen_t bytes = 4;
	int value;

	CHECK_EBADF(getsockopt(stale(), SOL_SOCKET, SO_TYPE, &value, &bytes));
}

USES(bindresvport)
{
	struct sockaddr_in name = { .sin_family = AF_INET };

	CHECK_EBADF(bindresvport(stale(), &name));
}

/* ---- Multicast --------------------------------------------------------- */

USES(getipv4sourcefilter)
{
	uint32_t mode, count = 0;
	struct in_addr any = { 0 }, list;

	CHECK_EBADF(getipv4sourcefilter(stale(), any, any, &mode, &count, &list));
}

USES(setipv4sourcefilter)
{
	struct in_addr any = { 0 };

	CHECK_EBADF(setipv4sourcefilter(stale(), any, any, MCAST_INCLUDE, 0, NULL));
}

USES(getsourcefilter)
{
	struct sockaddr_in group = { .sin_family = AF_INET };
	struct sockaddr_storage list;
	uint32_t mode, count = 0;

	CHECK_EBADF(getsourcefilter(stale(), 1, (struct sockaddr *)&group, sizeof(group),
				    &mode, &count, &list));
}

USES(setsourcefilter)
{
	struct sockaddr_in group = { .sin_family = AF_INET };

	CHECK_EBADF(setsourcefilter(stale(), 1, (struct sockaddr *)&group, sizeof(group),
				    MCAST_INCLUDE, 0, NULL));
}

/* ---- Messages and the descriptors in them ------------------------------ */

struct parcel {
	struct msghdr message;
	struct iovec iov;
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control;
};

static struct msghdr *parcel(struct parcel *p, int fd, int other)
{
	const int fds[2] = { fd, other };

	memset(p, 0, sizeof(*p));
	p->iov = (struct iovec){ .iov_base = buf, .iov_len = 1 };
	p->message.msg_iov = &p->iov;
	p->message.msg_iovlen = 1;
	p->message.msg_control = &p->control;
	p->message.msg_controllen = sizeof(p->control);
	p->control.header = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(fds)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS,
	};
	memcpy(CMSG_DATA(&p->control.header), fds, sizeof(fds));
	return &p->message;
}

static void pair(int fds[2])
{
	CHECK(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fds) == 0);
}

static void unpair(const int fds[2])
{
	CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
}

USES(sendmsg)
{
	struct parcel p;

	CHECK_EBADF(sendmsg(stale(), parcel(&p, null(), null()), 0));
}

USES_AS(sendmsg, rights)
{
	struct parcel p;
	int fds[2];

	pair(fds);
	CHECK_EBADF(sendmsg(fds[0], parcel(&p, null(), stale()), 0));
	unpair(fds);
}

QUIET(sendmsg)
{
	struct parcel p;
	int fds[2];

	pair(fds);
	CHECK(sendmsg(fds[0], parcel(&p, null(), null()), 0) == 1);
	unpair(fds);
}

USES(sendmmsg)
{
	struct parcel p;
	struct mmsghdr messages = { .msg_hdr = *parcel(&p, null(), null()) };

	CHECK_EBADF(sendmmsg(stale(), &messages, 1, 0));
}

/* What stands before the bad message is sent. */
USES_AS(sendmmsg, rights)
{
	struct mmsghdr messages[2] = { 0 };
	struct parcel good, bad;
	int fds[2];

	pair(fds);
	messages[0].msg_hdr = *parcel(&good, null(), null());
	messages[1].msg_hdr = *parcel(&bad, stale(), null());
	CHECK(sendmmsg(fds[0], messages, 2, 0) == 1);
	CHECK(recv(fds[1], buf, 1, 0) == 1);
	CHECK(recv(fds[1], buf, 1, 0) == -1 && errno == EAGAIN);
	unpair(fds);
}

/* ---- Waiting ----------------------------------------------------------- */

static struct pollfd *polled(int fd)
{
	static struct pollfd fds[4];

	fds[0] = (struct pollfd){ .fd = -1, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = null(), .events = POLLIN };
	fds[2] = (struct pollfd){ .fd = fd, .events = POLLIN };
	fds[3] = (struct pollfd){ .fd = null(), .events = 0 };
	return fds;
}

static const struct timespec now;

USES(poll) { CHECK(poll(polled(stale()), 4, 0) == 2); }
USES(__poll) { CHECK(__poll(polled(stale()), 4, 0) == 2); }
USES(__poll_chk) { CHECK(__poll_chk(polled(stale()), 4, 0, 4 * sizeof(struct pollfd)) == 2); }
USES(ppoll) { CHECK(ppoll(polled(stale()), 4, &now, NULL) == 2); }
USES(__ppoll_chk)
{
	CHECK(__ppoll_chk(polled(stale()), 4, &now, NULL, 4 * sizeof(struct pollfd)) == 2);
}

QUIET(poll)
{
	CHECK(poll(polled(null()), 4, 0) == 2);
	CHECK(poll(NULL, 0, 0) == 0);
}

/* Its last word is beyond the largest number, as programs have it. */
static fd_set *set(int fd)
{
	static fd_set set;

	FD_ZERO(&set);
	FD_SET(null(), &set);
	FD_SET(fd, &set);
	return &set;
}

USES(select)
{
	struct timeval timeout = { 0 };

	CHECK_EBADF(select(null() + 1, set(stale()), NULL, NULL, &timeout));
}

USES_AS(select, except)
{
	struct timeval timeout = { 0 };

	CHECK_EBADF(select(null() + 1, NULL, NULL, set(stale()), &timeout));
}

USES(__select)
{
	struct timeval timeout = { 0 };

	CHECK_EBADF(__select(null() + 1, NULL, set(stale()), NULL, &timeout));
}

USES(pselect) { CHECK_EBADF(pselect(null() + 1, NULL, set(stale()), NULL, &now, NULL)); }

/* Numbers from nfds on do not count. */
QUIET(select)
{
	struct timeval timeout = { 0 };
	int fd = stale();

	CHECK(select(fd, set(fd), NULL, NULL, &timeout) == 0);
	CHECK(select(null() + 1, NULL, set(null()), NULL, &timeout) == 1);
	CHECK(select(0, NULL, NULL, NULL, &timeout) == 0);
}

/* Numbers that were never open. */
#define NEVER .finding = "bad-descriptor"

USES_AS(poll, never, NEVER) { CHECK(poll(polled(999), 4, 0) == 2); }

USES_AS(select, never, NEVER)
{
	struct timeval timeout = { 0 };

	CHECK_EBADF(select(1000, set(999), NULL, NULL, &timeout));
}

USES_AS(sendmsg, never, NEVER)
{
	struct parcel p;
	int fds[2];

	pair(fds);
	CHECK_EBADF(sendmsg(fds[0], parcel(&p, null(), 999), 0));
	unpair(fds);
}

USES(epoll_ctl) { struct epoll_event e = { 0 }; CHECK_EBADF(epoll_ctl(stale(), EPOLL_CTL_ADD, null(), &e)); }
USES(epoll_wait) { struct epoll_event e; CHECK_EBADF(epoll_wait(stale(), &e, 1, 0)); }
USES(epoll_pwait) { struct epoll_event e; CHECK_EBADF(epoll_pwait(stale(), &e, 1, 0, NULL)); }
USES(epoll_pwait2) { struct epoll_event e; CHECK_EBADF(epoll_pwait2(stale(), &e, 1, &now, NULL)); }

USES_AS(epoll_ctl, member)
{
	struct epoll_event event = { 0 };
	int fd = epoll_create1(0);

	CHECK_EBADF(epoll_ctl(fd, EPOLL_CTL_DEL, stale(), &event));
	CHECK(close(fd) == 0);
}

USES(eventfd_read) { eventfd_t n; CHECK_EBADF(eventfd_read(stale(), &n)); }
USES(eventfd_write) { CHECK_EBADF(eventfd_write(stale(), 1)); }
USES(timerfd_gettime) { struct itimerspec t; CHECK_EBADF(timerfd_gettime(stale(), &t)); }
USES(timerfd_settime) { struct itimerspec t = { 0 }; CHECK_EBADF(timerfd_settime(stale(), 0, &t, NULL)); }
USES(inotify_add_watch) { CHECK_EBADF(inotify_add_watch(stale(), "/", IN_OPEN)); }
USES(inotify_rm_watch) { CHECK_EBADF(inotify_rm_watch(stale(), 1)); }
