/* syscall.c, raw.c: the numbers of syscalls.def that do more than use a descriptor. */
#include "row.h"

#include <linux/openat2.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include "base/sys.h"
#include "hooks/numbers.h"

static char buf[4096];

/* ---- Made -------------------------------------------------------------- */

MAKES_AS(syscall, openat, .object = "file") { CHECK(syscall(SYS_openat, AT_FDCWD, some_file(), O_RDONLY) >= 0); }
USES_AS(syscall, openat) { CHECK_EBADF(syscall(SYS_openat, stale(), some_file(), O_RDONLY)); }
MAKES_AS(syscall, memfd_create, .object = "memfd") { CHECK(syscall(SYS_memfd_create, "x", 0) >= 0); }
MAKES_AS(syscall, socket, .object = "socket") { CHECK(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0) >= 0); }
MAKES_AS(syscall, eventfd2, .object = "eventfd") { CHECK(syscall(SYS_eventfd2, 0, 0) >= 0); }
MAKES_AS(syscall, epoll_create1, .object = "epoll") { CHECK(syscall(SYS_epoll_create1, 0) >= 0); }
MAKES_AS(syscall, timerfd_create, .object = "timerfd") { CHECK(syscall(SYS_timerfd_create, CLOCK_MONOTONIC, 0) >= 0); }
MAKES_AS(syscall, inotify_init1, .object = "inotify") { CHECK(syscall(SYS_inotify_init1, 0) >= 0); }
MAKES_AS(syscall, pidfd_open, .object = "pidfd") { CHECK(syscall(SYS_pidfd_open, getpid(), 0) >= 0); }

MAKES_AS(syscall, openat2, .object = "file")
{
	struct open_how how = { .flags = O_RDONLY };

	CHECK(syscall(SYS_openat2, AT_FDCWD, some_file(), &how, sizeof(how)) >= 0);
}

USES_AS(syscall, openat2)
{
	struct open_how how = { .flags = O_RDONLY };

	CHECK_EBADF(syscall(SYS_openat2, stale(), "x", &how, sizeof(how)));
}

MAKES_AS(syscall, pipe2, .count = 2, .object = "pipe")
{
	int fds[2];

	CHECK(syscall(SYS_pipe2, fds, O_CLOEXEC) == 0);
}

MAKES_AS(syscall, socketpair, .count = 2, .object = "socket")
{
	int fds[2];

	CHECK(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, fds) == 0);
}

MAKES_AS(syscall, signalfd4, .object = "signalfd")
{
	uint64_t mask = 1;
	long fd = syscall(SYS_signalfd4, -1, &mask, sizeof(mask), 0);

	CHECK(fd >= 0 && syscall(SYS_signalfd4, fd, &mask, sizeof(mask), 0) == fd);
}

USES_AS(syscall, signalfd4)
{
	uint64_t mask = 1;

	CHECK_EBADF(syscall(SYS_signalfd4, stale(), &mask, sizeof(mask), 0));
}

#ifdef __x86_64__
MAKES_AS(syscall, open) { CHECK(syscall(SYS_open, some_file(), O_RDONLY) >= 0); }
MAKES_AS(syscall, creat) { CHECK(syscall(SYS_creat, new_path(), 0600) >= 0); }
MAKES_AS(syscall, pipe, .count = 2) { int fds[2]; CHECK(syscall(SYS_pipe, fds) == 0); }
MAKES_AS(syscall, eventfd) { CHECK(syscall(SYS_eventfd, 0) >= 0); }
MAKES_AS(syscall, epoll_create) { CHECK(syscall(SYS_epoll_create, 1) >= 0); }
MAKES_AS(syscall, inotify_init) { CHECK(syscall(SYS_inotify_init) >= 0); }
MAKES_AS(syscall, signalfd) { uint64_t mask = 1; CHECK(syscall(SYS_signalfd, -1, &mask, 8) >= 0); }
MAKES_AS(syscall, dup2) { CHECK(syscall(SYS_dup2, null(), 700) == 700); }
USES_AS(syscall, dup2) { CHECK_EBADF(syscall(SYS_dup2, stale(), 701)); }
USES_AS(syscall, dup2_same) { int fd = stale(); CHECK_EBADF(syscall(SYS_dup2, fd, fd)); }

USES_AS(syscall, poll)
{
	struct pollfd fds = { .fd = stale() };

	CHECK(syscall(SYS_poll, &fds, 1, 0) == 1 && fds.revents == POLLNVAL);
}

USES_AS(syscall, select)
{
	int fd = stale();
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	CHECK_EBADF(syscall(SYS_select, fd + 1, &set, NULL, NULL, NULL));
}

#endif

/* ---- Closed, copied, changed ------------------------------------------- */

CLOSES_AS(syscall, close)
{
	int fd = fresh();

	CHECK(syscall(SYS_close, fd) == 0);
	CHECK_EBADF(close(fd));
}

CLOSES_AS(syscall, close_range)
{
	int fd = fcntl(null(), F_DUPFD_CLOEXEC, 900);

	CHECK(fd >= 900 && syscall(SYS_close_range, fd, fd, 0) == 0);
	CHECK_EBADF(close(fd));
}

MAKES_AS(syscall, dup) { CHECK(syscall(SYS_dup, null()) >= 0); }
MAKES_AS(syscall, dup3) { CHECK(syscall(SYS_dup3, null(), 702, 0) == 702); }
MAKES_AS(syscall, fcntl) { CHECK(syscall(SYS_fcntl, null(), F_DUPFD_CLOEXEC, 703) >= 703); }
USES_AS(syscall, dup) { CHECK_EBADF(syscall(SYS_dup, stale())); }
USES_AS(syscall, dup3) { CHECK_EBADF(syscall(SYS_dup3, stale(), 704, 0)); }
USES_AS(syscall, fcntl) { CHECK_EBADF(syscall(SYS_fcntl, stale(), F_SETFD, FD_CLOEXEC)); }
QUIET_AS(syscall, dup3) { CHECK(syscall(SYS_dup3, null(), null(), 0) == -1 && errno == EINVAL); }
QUIET_AS(syscall, fcntl) { CHECK_EBADF(syscall(SYS_fcntl, stale(), F_GETFD)); }

/* ---- Listed ------------------------------------------------------------ */

USES_AS(syscall, getdents64) { CHECK_EBADF(syscall(SYS_getdents64, stale(), buf, sizeof(buf))); }

/* What the program has closed is not in the listing of its descriptors. */
QUIET_AS(syscall, getdents64)
{
	int dead = stale(), fd = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
	bool seen[1024] = { false };
	long n;

	/* The directory itself may have got the number again, natively. */
	while ((n = syscall(SYS_getdents64, fd, buf, sizeof(buf))) > 0) {
		for (long at = 0; at < n;) {
			struct dirent64 *entry = (struct dirent64 *)(buf + at);

			if (entry->d_name[0] != '.')
				seen[atoi(entry->d_name) % 1024] = true;
			at += entry->d_reclen;
		}
	}
	CHECK(n == 0 && seen[fd] && seen[null()] && (dead == fd || !seen[dead]));
	CHECK(close(fd) == 0);
}

/* ---- Used, and more than that ------------------------------------------ */

USES_AS(syscall, bind) { struct sockaddr_un a = { AF_UNIX, "x" }; CHECK_EBADF(syscall(SYS_bind, stale(), &a, sizeof(a))); }
USES_AS(syscall, connect) { struct sockaddr_un a = { AF_UNIX, "x" }; CHECK_EBADF(syscall(SYS_connect, stale(), &a, sizeof(a))); }
USES_AS(syscall, ioctl) { int n; CHECK_EBADF(syscall(SYS_ioctl, stale(), FIONREAD, &n)); }
USES_AS(syscall, recvmsg) { struct msghdr m = { 0 }; CHECK_EBADF(syscall(SYS_recvmsg, stale(), &m, 0)); }
USES_AS(syscall, recvmmsg) { struct mmsghdr m = { 0 }; CHECK_EBADF(syscall(SYS_recvmmsg, stale(), &m, 1, 0, NULL)); }
USES_AS(syscall, sendmsg) { struct msghdr m = { 0 }; CHECK_EBADF(syscall(SYS_sendmsg, stale(), &m, 0)); }
USES_AS(syscall, sendmmsg) { struct mmsghdr m = { 0 }; CHECK_EBADF(syscall(SYS_sendmmsg, stale(), &m, 1, 0)); }
USES_AS(syscall, waitid) { CHECK_EBADF(syscall(SYS_waitid, P_PIDFD, stale(), NULL, WEXITED, NULL)); }
QUIET_AS(syscall, waitid) { CHECK(syscall(SYS_waitid, P_PID, stale(), NULL, WEXITED, NULL) == -1 && errno == ECHILD); }

USES_AS(syscall, ppoll)
{
	struct pollfd fds = { .fd = stale() };
	struct timespec now = { 0 };

	CHECK(syscall(SYS_ppoll, &fds, 1, &now, NULL, 0) == 1 && fds.revents == POLLNVAL);
}

USES_AS(syscall, pselect6)
{
	int fd = stale();
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	CHECK_EBADF(syscall(SYS_pselect6, fd + 1, NULL, &set, NULL, NULL, NULL));
}

USES_AS(syscall, mmap)
{
	CHECK_EBADF(syscall(SYS_mmap, NULL, 1, PROT_READ, MAP_PRIVATE, stale(), 0));
}

QUIET_AS(syscall, mmap)
{
	long p = syscall(SYS_mmap, NULL, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, stale(), 0);

	CHECK(p != -1 && munmap((void *)p, 1) == 0);
}

USES_AS(syscall, kcmp)
{
	if (sys_call3(SYS_kcmp, -1, -1, 0) == -ENOSYS)
		SKIP("not in this kernel");
	CHECK_EBADF(syscall(SYS_kcmp, getpid(), getpid(), 0, stale(), null()));
}

MAKES_AS(syscall, ioctl, .object = "tty")
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	CHECK(master >= 0 && unlockpt(master) == 0);
	make_scarce();
	CHECK(syscall(SYS_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY) >= 0);
	CHECK(close(master) == 0);
}

struct letter {
	struct mmsghdr message;
	struct iovec data;
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	int from, to;
};

/* null() on its way through a pair of sockets; to be received into the letter itself. */
static void post(struct letter *l)
{
	int fds[2], fd = null();

	*l = (struct letter){ .data = { buf, 1 } };
	l->message.msg_hdr = (struct msghdr){
		.msg_iov = &l->data, .msg_iovlen = 1,
		.msg_control = &l->control, .msg_controllen = sizeof(l->control),
	};
	l->control.header = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(fd)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS,
	};
	memcpy(CMSG_DATA(&l->control.header), &fd, sizeof(fd));
	CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) == 0);
	l->from = fds[0], l->to = fds[1];
	CHECK(syscall(SYS_sendmsg, l->from, &l->message.msg_hdr, 0) == 1);
}

MAKES_AS(syscall, recvmsg)
{
	struct letter l;

	post(&l);
	CHECK(syscall(SYS_recvmsg, l.to, &l.message.msg_hdr, 0) == 1);
	CHECK(close(l.from) == 0 && close(l.to) == 0);
}

MAKES_AS(syscall, recvmmsg)
{
	struct letter l;

	post(&l);
	CHECK(syscall(SYS_recvmmsg, l.to, &l.message, 1, 0, NULL) == 1);
	CHECK(close(l.from) == 0 && close(l.to) == 0);
}

QUIET_AS(syscall, readlinkat_named)
{
	char name[32];

	snprintf(name, sizeof(name), "/dev/fd/%d", stale());
	CHECK(syscall(SYS_readlinkat, AT_FDCWD, name, buf, sizeof(buf)) == -1 && errno == ENOENT);
	CHECK(syscall(SYS_openat, AT_FDCWD, name, O_PATH) == -1 && errno == ENOENT);
}

/* ---- Passed through ---------------------------------------------------- */

QUIET(syscall)
{
	CHECK(syscall(SYS_getpid) == getpid());
	CHECK(syscall(-1L) == -1 && errno == ENOSYS);
	CHECK(syscall(1000000L) == -1 && errno == ENOSYS);
}
