/*
 * dup, dup2, dup3, fcntl. All of them succeed on a tombstone, so the ledger is
 * asked first; of fcntl's commands only those that the kernel allows on an
 * O_PATH descriptor (fs/fcntl.c, check_fcntl_cmd).
 */
#include <stdarg.h>

#include "hooks/families.h"
#include "runtime/look.h"

/* linux/fcntl.h has them from 6.10 and 6.12 on. */
enum {
	F_DUPFD_QUERY_NUMBER = 1027,
	F_CREATED_QUERY_NUMBER = 1028,
};

/* Nearly always it is open, and then nothing is called to know it. */
static must_inline bool stale(const struct call *call, int fd)
{
	return unlikely(!fd_plain(fd)) && fd_stale(call, fd);
}

static must_inline bool stale_probe(const struct call *call, int fd)
{
	return unlikely(!fd_plain(fd)) && fd_stale_probe(call, fd);
}

hot int HOOK(dup)(int old)
{
	struct call call = CALL(dup);
	int fd;

	if (stale(&call, old))
		return fail(EBADF);
	do
		fd = REAL(dup)(old);
	while (fd < 0 && fd_exhausted(&call));
	if (fd < 0)
		fd_failed(&call, old);
	else
		fd_duped(&call, old, fd);
	return fd;
}

/* Both numbers are the same: dup2 only looks whether it is open. */
static int dup2_same(const struct call *call, int fd)
{
	int r;

	if (stale(call, fd))
		return fail(EBADF);
	r = REAL(dup2)(fd, fd);
	if (r < 0)
		fd_failed(call, fd);
	return r;
}

static int replace(struct call *call, int old, int fd)
{
	int r;

	if (old == fd)
		return dup2_same(call, fd);
	fd_make_way(fd);
	if (fd_replacing(call, old, fd))
		return fail(EBADF);
	r = REAL(dup2)(old, fd);
	fd_replaced(call, old, fd, r >= 0);
	if (r < 0)
		fd_failed(call, old);
	return r;
}

int HOOK(dup2)(int old, int fd)
{
	struct call call = CALL(dup2);

	return replace(&call, old, fd);
}

int HOOK(__dup2)(int old, int fd)
{
	struct call call = CALL(__dup2);

	return replace(&call, old, fd);
}

int HOOK(dup3)(int old, int fd, int flags)
{
	struct call call = CALL(dup3);
	int r;

	if (old == fd || (flags & ~O_CLOEXEC))
		return REAL(dup3)(old, fd, flags); /* EINVAL */
	fd_make_way(fd);
	if (fd_replacing(&call, old, fd))
		return fail(EBADF);
	r = REAL(dup3)(old, fd, flags);
	fd_replaced(&call, old, fd, r >= 0);
	if (r < 0)
		fd_failed(&call, old);
	return r;
}

/* F_DUPFD and F_DUPFD_CLOEXEC. A dead number is a probe here (bash, dbus-daemon). */
static int dup_fd(struct call *call, fcntl_function *real_fcntl, int old, int command, long lowest)
{
	int fd;

	if (stale_probe(call, old))
		return fail(EBADF);
	fd_wanted(call, (int)lowest);
	do
		fd = real_fcntl(old, command, lowest);
	while (fd < 0 && fd_exhausted(call));
	fd_duped(call, old, fd);
	/* It asked for this number, and got it: the other way to place one. */
	if (fd >= 0 && fd == (int)lowest && command == F_DUPFD)
		fd_placed(fd);
	return fd;
}

/*
 * glibc reads one pointer-sized argument whatever the command is, and so does
 * the kernel: it is handed on as it came.
 */
int fcntl_control(struct call *call, fcntl_function *real_fcntl, int fd, int command, long arg)
{
	int r;

	switch (command) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		return dup_fd(call, real_fcntl, fd, command, arg);
	case F_GETFD:
	case F_GETFL:
		if (stale_probe(call, fd))
			return fail(EBADF);
		return real_fcntl(fd, command, arg);
	case F_SETFD:
	case F_DUPFD_QUERY_NUMBER:
	case F_CREATED_QUERY_NUMBER:
		if (stale(call, fd))
			return fail(EBADF);
	}
	r = real_fcntl(fd, command, arg);
	if (r < 0)
		fd_failed(call, fd);
	else if (command == F_SETFD)
		fd_cloexec(call, fd, arg & FD_CLOEXEC);
	return r;
}

int HOOK(fcntl)(int fd, int command, ...)
{
	struct call call = CALL(fcntl);
	va_list args;
	long arg;

	va_start(args, command);
	arg = va_arg(args, long);
	va_end(args);
	return fcntl_control(&call, REAL(fcntl), fd, command, arg);
}

int HOOK(fcntl64)(int fd, int command, ...)
{
	struct call call = CALL(fcntl64);
	va_list args;
	long arg;

	va_start(args, command);
	arg = va_arg(args, long);
	va_end(args);
	return fcntl_control(&call, REAL(fcntl64), fd, command, arg);
}

int HOOK(__fcntl)(int fd, int command, ...)
{
	struct call call = CALL(__fcntl);
	va_list args;
	long arg;

	va_start(args, command);
	arg = va_arg(args, long);
	va_end(args);
	return fcntl_control(&call, REAL(__fcntl), fd, command, arg);
}
