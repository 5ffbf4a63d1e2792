/*
 * Stands between the library and libc: when a descriptor has been made, and before one
 * is closed, and after, the program's in_between() is called. Whatever the library
 * records is recorded after, or was before.
 */
#include "../case.h"
#include "../raw.h"

#include <errno.h>
#include <sys/socket.h>

void in_between(void) __attribute__((weak));

static int made(long r)
{
	if (in_between && r >= 0)
		in_between();
	if (r < 0)
		errno = (int)-r;
	return r < 0 ? -1 : (int)r;
}

int open(const char *path, int flags, ...)
{
	return made(raw4(SYS_openat, AT_FDCWD, (long)path, flags, 0600));
}

int pipe(int fds[2])
{
	return made(raw(SYS_pipe2, (long)fds, 0, 0));
}

int socketpair(int family, int type, int protocol, int fds[2])
{
	return made(raw4(SYS_socketpair, family, type, protocol, (long)fds));
}

int epoll_create1(int flags)
{
	return made(raw(SYS_epoll_create1, flags, 0, 0));
}

int dup(int old)
{
	return made(raw(SYS_dup, old, 0, 0));
}

int dup2(int old, int fd)
{
	return made(raw(SYS_dup3, old, fd, 0));
}

int dup3(int old, int fd, int flags)
{
	return made(raw(SYS_dup3, old, fd, flags));
}

int accept4(int fd, struct sockaddr *address, socklen_t *bytes, int flags)
{
	return made(raw4(SYS_accept4, fd, (long)address, (long)bytes, flags));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	return made(raw(SYS_recvmsg, fd, (long)message, flags));
}

int close(int fd)
{
	if (in_between)
		in_between();
	return made(raw(SYS_close, fd, 0, 0));
}
