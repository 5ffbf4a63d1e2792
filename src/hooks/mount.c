/* File handles and mounts. */
#include "base/sys.h"
#include "hooks/families.h"

int HOOK(open_by_handle_at)(int mount, struct file_handle *handle, int flags)
{
	struct call call = CALL(open_by_handle_at);
	int fd;

	do
		fd = REAL(open_by_handle_at)(mount, handle, flags);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, mount);
	fd_opened(&call, fd, OBJECT_FILE, NULL,
		  (flags & O_ACCMODE) == O_RDONLY ? 0 : SLOT_WRITABLE);
	return fd;
}

int HOOK(open_tree)(int dir, const char *path, unsigned int flags)
{
	struct call call = CALL(open_tree);
	int fd;

	if (fd_stale_dir(&call, dir, path))
		return fail(EBADF);
	do
		fd = REAL(open_tree)(dir, path, flags);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, dir);
	fd_opened(&call, fd, OBJECT_OTHER, path, 0);
	return fd;
}

int HOOK(fsopen)(const char *name, unsigned int flags)
{
	struct call call = CALL(fsopen);
	int fd;

	do
		fd = REAL(fsopen)(name, flags);
	while (fd < 0 && fd_exhausted(&call));
	fd_opened(&call, fd, OBJECT_OTHER, NULL, 0);
	return fd;
}

/*
 * fsmount uses the context up before it looks for a number (Linux 6.18,
 * fs/namespace.c): a second call would say EBUSY. So a number is looked for first.
 */
void fsmount_room(struct call *call, int fd)
{
	int saved = errno;
	int probe;

	fd_passing_begin();
	probe = sys_fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (probe >= 0)
		(void)sys_close(probe);
	fd_passing_end();
	if (probe >= 0)
		return;
	errno = -probe;
	(void)fd_exhausted(call);
	errno = saved;
}

int HOOK(fsmount)(int context, unsigned int flags, unsigned int attributes)
{
	struct call call = CALL(fsmount);
	int fd;

	fsmount_room(&call, context);
	fd = REAL(fsmount)(context, flags, attributes);
	if (fd < 0)
		fd_failed(&call, context);
	fd_opened(&call, fd, OBJECT_OTHER, NULL, 0);
	return fd;
}

int HOOK(fspick)(int dir, const char *path, unsigned int flags)
{
	struct call call = CALL(fspick);
	int fd;

	if (fd_stale_dir(&call, dir, path))
		return fail(EBADF);
	do
		fd = REAL(fspick)(dir, path, flags);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, dir);
	fd_opened(&call, fd, OBJECT_OTHER, path, 0);
	return fd;
}
