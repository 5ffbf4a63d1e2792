/*
 * syscall.c: rows made from syscalls_use.def itself, one a number, so that a
 * wrong argument in the table shows, natively.
 */
#include "row.h"

#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/syscall.h>

#include "base/sys.h"
#include "hooks/numbers.h"

enum { FSCONFIG_CREATE = 6, MOUNT_ATTR_SIZE = 32, XATTR_ARGS_SIZE = 16, FILE_ATTR_SIZE = 24 };

struct place {
	int fd, other;
};

static char buf[256];

/*
 * A path where one is wanted, and what some calls look at before they look at
 * the descriptor. All else is 0.
 */
static void fill(long number, struct place place, bool at, long a[6])
{
	memset(a, 0, 6 * sizeof(*a));
	if (at)
		a[place.other] = (long)"x";
	switch (number) {
	case SYS_tee: a[2] = 1; break;
	case SYS_sendfile: a[3] = 1; break;
	case SYS_splice:
	case SYS_copy_file_range: a[4] = 1; break;
	case SYS_flock: a[1] = LOCK_UN; break;
	case SYS_fgetxattr:
	case SYS_fsetxattr:
	case SYS_fremovexattr: a[1] = (long)"user.x"; break;
	case SYS_symlinkat: a[0] = (long)"x"; break;
	case SYS_readlinkat: a[2] = (long)buf, a[3] = sizeof(buf); break;
	case SYS_mount_setattr: a[3] = (long)buf, a[4] = MOUNT_ATTR_SIZE, buf[0] = 1; break;
	case SYS_getxattrat:
	case SYS_setxattrat: a[3] = (long)"user.x", a[4] = (long)buf, a[5] = XATTR_ARGS_SIZE; break;
	case SYS_removexattrat: a[3] = (long)"user.x"; break;
	case SYS_file_getattr:
	case SYS_file_setattr: a[2] = (long)buf, a[3] = FILE_ATTR_SIZE; break;
	case SYS_epoll_ctl: a[1] = EPOLL_CTL_DEL; break;
	case SYS_timerfd_settime: a[2] = (long)buf; break;
	case SYS_inotify_add_watch: a[1] = (long)"/", a[2] = IN_OPEN; break;
	case SYS_fanotify_mark: a[1] = FAN_MARK_ADD, a[2] = FAN_OPEN; break;
	case SYS_fsconfig: a[1] = FSCONFIG_CREATE; break;
	}
}

static void paths(long a[6])
{
	memset(a, 0, 6 * sizeof(*a));
	a[0] = a[2] = AT_FDCWD;
	a[1] = (long)some_file();
	a[3] = (long)some_directory();
}

#define CALL_WITH(number) syscall(number, a[0], a[1], a[2], a[3], a[4], a[5])
#define CHECK_REFUSED(number) do {                                                                 \
	if (sys_call6(number, -1, -1, -1, -1, -1, -1) == -ENOSYS)                                  \
		SKIP("not in this kernel");                                                        \
	CHECK_EBADF(CALL_WITH(number));                                                            \
} while (0)

#define RAW_use(name, ...)                                                                         \
	USES_AS(syscall, name)                                                                     \
	{                                                                                          \
		const struct place place = { __VA_ARGS__ };                                        \
		long a[6];                                                                         \
                                                                                                   \
		fill(SYS_##name, place, false, a);                                                 \
		a[place.fd] = stale();                                                             \
		CHECK_REFUSED(SYS_##name);                                                         \
	}

#define RAW_ask RAW_use

#define RAW_use_pair(name, ...)                                                                    \
	RAW_pair(name, first, fd, other, __VA_ARGS__)                                              \
	RAW_pair(name, second, other, fd, __VA_ARGS__)

#define RAW_pair(name, which, dead, alive, ...)                                                    \
	USES_AS(syscall, name##_##which)                                                           \
	{                                                                                          \
		const struct place place = { __VA_ARGS__ };                                        \
		long a[6];                                                                         \
                                                                                                   \
		fill(SYS_##name, place, false, a);                                                 \
		a[place.alive] = null();                                                           \
		a[place.dead] = stale();                                                           \
		CHECK_REFUSED(SYS_##name);                                                         \
	}

#define RAW_use_at(name, ...)                                                                      \
	USES_AS(syscall, name)                                                                     \
	{                                                                                          \
		const struct place place = { __VA_ARGS__ };                                        \
		long a[6];                                                                         \
                                                                                                   \
		fill(SYS_##name, place, true, a);                                                  \
		a[place.fd] = stale();                                                             \
		CHECK_REFUSED(SYS_##name);                                                         \
	}

#define RAW_use_at_pair(name, ...)                                                                 \
	RAW_at_pair(name, from, 0)                                                                 \
	RAW_at_pair(name, to, 2)

#define RAW_at_pair(name, which, dead)                                                             \
	USES_AS(syscall, name##_##which)                                                           \
	{                                                                                          \
		long a[6];                                                                         \
                                                                                                   \
		paths(a);                                                                          \
		a[dead] = stale();                                                                 \
		CHECK_REFUSED(SYS_##name);                                                         \
	}

#define RAW(name, how, ...) RAW_##how(name, __VA_ARGS__)
#include "hooks/syscalls_use.def"
