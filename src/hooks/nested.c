/*
 * Users that libc writes with another function of hooks.def. Where libc is an
 * archive, that one's hook is reached from inside, and must keep still.
 */
#include "hooks/users.h"

int HOOK(mq_getattr)(mqd_t fd, struct mq_attr *attr)
{
	int r;

	libc_begin();
	r = REAL(mq_getattr)(fd, attr);
	libc_end();
	if (unlikely(r == -1))
		user_failed(CALL_mq_getattr, fd, CALLER());
	return r;
}

ssize_t HOOK(__readlinkat_chk)(int dir, const char *path, char *buf, size_t size, size_t room)
{
	struct call call = CALL(__readlinkat_chk);
	bool stale = fd_stale_dir(&call, dir, path);
	ssize_t r;

	if (fd_hidden_path(path))
		return fail(ENOENT);
	libc_begin();
	r = REAL(__readlinkat_chk)(stale ? DEAD_FD : dir, path, buf, size, room);
	libc_end();
	if (unlikely(r == -1) && !stale)
		fd_failed(&call, dir);
	return r;
}
