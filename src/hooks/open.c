/*
 * open and its kin. The mode is read only where the call has one: for O_CREAT
 * and for all the bits of O_TMPFILE (open(2)).
 */
#include <stdarg.h>

#include "base/sys.h"
#include "hooks/hooks.h"
#include "runtime/look.h"

static bool has_mode(int flags)
{
	return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

static mode_t mode_of(int flags, va_list args)
{
	return has_mode(flags) ? va_arg(args, mode_t) : 0;
}

/* What is known of the object without asking the kernel. */
static enum object_type type_of(int flags)
{
	return flags & O_DIRECTORY && !has_mode(flags) ? OBJECT_DIRECTORY : OBJECT_FILE;
}

static unsigned int slot_flags(int flags)
{
	return (flags & O_ACCMODE) == O_RDONLY ? 0 : SLOT_WRITABLE;
}

/* An open directory, or AT_FDCWD, is known without a call. */
static must_inline bool stale_dir(const struct call *call, int dir, const char *path)
{
	return unlikely(!fd_plain_dir(dir)) && fd_stale_dir(call, dir, path);
}

static hot int opened(const struct call *call, int fd, const char *path, int flags)
{
	if (unlikely(name_hidden(fd, path))) {
		if (fd >= 0)
			(void)sys_close(fd);
		return fail(ENOENT);
	}
	fd_opened(call, fd, type_of(flags), path, slot_flags(flags));
	return fd;
}

hot int HOOK(open)(const char *path, int flags, ...)
{
	struct call call = CALL(open);
	va_list args;
	mode_t mode;
	int fd;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	do
		fd = REAL(open)(path, flags, mode);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd, path, flags);
}

hot int HOOK(open64)(const char *path, int flags, ...)
{
	struct call call = CALL(open64);
	va_list args;
	mode_t mode;
	int fd;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	do
		fd = REAL(open64)(path, flags, mode);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd, path, flags);
}

hot int HOOK(openat)(int dir, const char *path, int flags, ...)
{
	struct call call = CALL(openat);
	va_list args;
	mode_t mode;
	int fd;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	if (stale_dir(&call, dir, path))
		return fail(EBADF);
	do
		fd = REAL(openat)(dir, path, flags, mode);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, dir);
	return opened(&call, fd, path, flags);
}

int HOOK(openat64)(int dir, const char *path, int flags, ...)
{
	struct call call = CALL(openat64);
	va_list args;
	mode_t mode;
	int fd;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	if (stale_dir(&call, dir, path))
		return fail(EBADF);
	do
		fd = REAL(openat64)(dir, path, flags, mode);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, dir);
	return opened(&call, fd, path, flags);
}

int HOOK(__open_2)(const char *path, int flags)
{
	struct call call = CALL(__open_2);
	int fd;

	do
		fd = REAL(__open_2)(path, flags);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd, path, flags);
}

int HOOK(__open64_2)(const char *path, int flags)
{
	struct call call = CALL(__open64_2);
	int fd;

	do
		fd = REAL(__open64_2)(path, flags);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd, path, flags);
}

int HOOK(__openat_2)(int dir, const char *path, int flags)
{
	struct call call = CALL(__openat_2);
	int fd;

	if (stale_dir(&call, dir, path))
		return fail(EBADF);
	do
		fd = REAL(__openat_2)(dir, path, flags);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, dir);
	return opened(&call, fd, path, flags);
}

int HOOK(__openat64_2)(int dir, const char *path, int flags)
{
	struct call call = CALL(__openat64_2);
	int fd;

	if (stale_dir(&call, dir, path))
		return fail(EBADF);
	do
		fd = REAL(__openat64_2)(dir, path, flags);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, dir);
	return opened(&call, fd, path, flags);
}

int HOOK(creat)(const char *path, mode_t mode)
{
	struct call call = CALL(creat);
	int fd;

	do
		fd = REAL(creat)(path, mode);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd, path, O_CREAT | O_WRONLY);
}

int HOOK(creat64)(const char *path, mode_t mode)
{
	struct call call = CALL(creat64);
	int fd;

	do
		fd = REAL(creat64)(path, mode);
	while (fd < 0 && fd_exhausted(&call));
	return opened(&call, fd, path, O_CREAT | O_WRONLY);
}
