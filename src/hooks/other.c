/*
 * Users of descriptors that fit no kind of row: where the number counts only
 * with certain arguments, or two numbers count in different ways.
 */
#include "hooks/users.h"

/* The commands of fsconfig whose last argument is a descriptor (linux/mount.h). */
enum {
	CONFIG_SET_PATH = 3,
	CONFIG_SET_PATH_EMPTY = 4,
	CONFIG_SET_FD = 5,
};

int HOOK(waitid)(idtype_t type, id_t id, siginfo_t *info, int options)
{
	int r = REAL(waitid)(type, id, info, options);

	if (unlikely(r == -1) && type == P_PIDFD)
		user_failed(CALL_waitid, (int)id, CALLER());
	return r;
}

int HOOK(fanotify_mark)(int fd, unsigned int flags, fanotify_mask mask, int dir, const char *path)
{
	struct call call = CALL(fanotify_mark);
	bool stale = fd_stale_dir(&call, dir, path);
	int r;

	r = REAL(fanotify_mark)(fd, flags, mask, stale ? DEAD_FD : dir, path);
	if (unlikely(r == -1) && !stale) {
		fd_failed(&call, fd);
		if (!path || path[0] != '/')
			fd_failed(&call, dir);
	}
	return r;
}

int HOOK(fsconfig)(int fd, unsigned int command, const char *key, const void *value, int aux)
{
	struct call call = CALL(fsconfig);
	bool stale = false;
	int r;

	switch (command) {
	case CONFIG_SET_PATH:
	case CONFIG_SET_PATH_EMPTY:
		stale = fd_stale_dir(&call, aux, value);
		break;
	case CONFIG_SET_FD:
		stale = fd_stale(&call, aux);
	}
	r = REAL(fsconfig)(fd, command, key, value, stale ? DEAD_FD : aux);
	if (unlikely(r == -1) && !stale)
		fd_failed(&call, fd);
	return r;
}

/* It says nothing when it fails. */
void HOOK(backtrace_symbols_fd)(void *const *addresses, int count, int fd)
{
	struct call call = CALL(backtrace_symbols_fd);

	(void)fd_stale(&call, fd);
	REAL(backtrace_symbols_fd)(addresses, count, fd);
}
