/* Descriptors that are no file: events, timers, signals, watches, memory, processes. */
#include "hooks/hooks.h"

int HOOK(epoll_create)(int size)
{
	struct call call = CALL(epoll_create);
	int fd;

	do
		fd = REAL(epoll_create)(size);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_EPOLL, NULL, 0);
	return fd;
}

int HOOK(epoll_create1)(int flags)
{
	struct call call = CALL(epoll_create1);
	int fd;

	do
		fd = REAL(epoll_create1)(flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_EPOLL, NULL, 0);
	return fd;
}

hot int HOOK(eventfd)(unsigned int count, int flags)
{
	struct call call = CALL(eventfd);
	int fd;

	do
		fd = REAL(eventfd)(count, flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_EVENTFD, NULL, 0);
	return fd;
}

int HOOK(timerfd_create)(clockid_t clock, int flags)
{
	struct call call = CALL(timerfd_create);
	int fd;

	do
		fd = REAL(timerfd_create)(clock, flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_TIMERFD, NULL, 0);
	return fd;
}

/* With a descriptor it changes that one, and answers its number (signalfd(2)). */
int HOOK(signalfd)(int fd, const sigset_t *mask, int flags)
{
	struct call call = CALL(signalfd);
	int r;

	do
		r = REAL(signalfd)(fd, mask, flags);
	while (r < 0 && fd_exhausted(&call));
	if (fd == -1)
		fd_opened(&call, r, OBJECT_SIGNALFD, NULL, 0);
	else if (r < 0)
		fd_failed(&call, fd);
	return r;
}

int HOOK(inotify_init)(void)
{
	struct call call = CALL(inotify_init);
	int fd;

	do
		fd = REAL(inotify_init)();
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_INOTIFY, NULL, 0);
	return fd;
}

int HOOK(inotify_init1)(int flags)
{
	struct call call = CALL(inotify_init1);
	int fd;

	do
		fd = REAL(inotify_init1)(flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_INOTIFY, NULL, 0);
	return fd;
}

int HOOK(fanotify_init)(unsigned int flags, unsigned int event_flags)
{
	struct call call = CALL(fanotify_init);
	int fd;

	do
		fd = REAL(fanotify_init)(flags, event_flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_FANOTIFY, NULL, 0);
	return fd;
}

int HOOK(memfd_create)(const char *name, unsigned int flags)
{
	struct call call = CALL(memfd_create);
	int fd;

	do
		fd = REAL(memfd_create)(name, flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_MEMFD, name, SLOT_WRITABLE);
	return fd;
}

int HOOK(pidfd_open)(pid_t pid, unsigned int flags)
{
	struct call call = CALL(pidfd_open);
	int fd;

	do
		fd = REAL(pidfd_open)(pid, flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_PIDFD, NULL, 0);
	return fd;
}

/* A copy of another process's descriptor: of what kind, the kernel knows. */
int HOOK(pidfd_getfd)(int pidfd, int target, unsigned int flags)
{
	struct call call = CALL(pidfd_getfd);
	int fd;

	do
		fd = REAL(pidfd_getfd)(pidfd, target, flags);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, pidfd);
	fd_opened(&call, fd, OBJECT_OTHER, NULL, 0);
	return fd;
}
