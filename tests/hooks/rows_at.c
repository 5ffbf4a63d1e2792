/* rows_use.def and other.c: what stands below a directory's descriptor. */
#include "row.h"

#include <linux/magic.h>
#include <sys/fanotify.h>

static struct file_handle handle;
static char buf[64];
static int mount_id;

USES(mkdirat) { CHECK_EBADF(mkdirat(stale(), "x", 0700)); }
USES(mkfifoat) { CHECK_EBADF(mkfifoat(stale(), "x", 0600)); }
USES(mknodat) { CHECK_EBADF(mknodat(stale(), "x", S_IFREG | 0600, 0)); }
USES(unlinkat) { CHECK_EBADF(unlinkat(stale(), "x", 0)); }
USES(symlinkat) { CHECK_EBADF(symlinkat("/", stale(), "x")); }
USES(readlinkat) { CHECK_EBADF(readlinkat(stale(), "x", buf, sizeof(buf))); }
USES(__readlinkat_chk) { CHECK_EBADF(__readlinkat_chk(stale(), "x", buf, 1, sizeof(buf))); }
USES(fchmodat) { CHECK_EBADF(fchmodat(stale(), "x", 0600, 0)); }
USES(fchownat) { CHECK_EBADF(fchownat(stale(), "x", (uid_t)-1, (gid_t)-1, 0)); }
USES(utimensat) { CHECK_EBADF(utimensat(stale(), "x", NULL, 0)); }
USES(futimesat) { CHECK_EBADF(futimesat(stale(), "x", NULL)); }
USES(faccessat) { CHECK_EBADF(faccessat(stale(), "x", R_OK, 0)); }
USES(fstatat) { struct stat st; CHECK_EBADF(fstatat(stale(), "x", &st, 0)); }
USES(fstatat64) { struct stat64 st; CHECK_EBADF(fstatat64(stale(), "x", &st, 0)); }
USES(__fxstatat) { struct stat st; CHECK_EBADF(__fxstatat(1, stale(), "x", &st, 0)); }
USES(__fxstatat64) { struct stat64 st; CHECK_EBADF(__fxstatat64(1, stale(), "x", &st, 0)); }
USES(statx) { struct statx st; CHECK_EBADF(statx(stale(), "x", 0, STATX_ALL, &st)); }
USES(name_to_handle_at) { CHECK_EBADF(name_to_handle_at(stale(), "x", &handle, &mount_id, 0)); }
USES(linkat) { CHECK_EBADF(linkat(stale(), "x", AT_FDCWD, "y", 0)); }
USES_AS(linkat, to) { CHECK_EBADF(linkat(AT_FDCWD, some_file(), stale(), "y", 0)); }
USES(renameat) { CHECK_EBADF(renameat(stale(), "x", AT_FDCWD, "y")); }
USES_AS(renameat, to) { CHECK_EBADF(renameat(AT_FDCWD, some_file(), stale(), "y")); }
USES(renameat2) { CHECK_EBADF(renameat2(stale(), "x", AT_FDCWD, "y", 0)); }
USES_AS(renameat2, to) { CHECK_EBADF(renameat2(AT_FDCWD, some_file(), stale(), "y", 0)); }

USES(__xmknodat)
{
	dev_t dev = 0;

	CHECK_EBADF(__xmknodat(0, stale(), "x", S_IFREG | 0600, &dev));
}

/* Without a path, or with an empty one, they act on the descriptor itself. */
USES_AS(futimesat, itself) { CHECK_EBADF(futimesat(stale(), NULL, NULL)); }

USES_AS(fstatat, itself)
{
	struct stat st;

	CHECK_EBADF(fstatat(stale(), "", &st, AT_EMPTY_PATH));
}

USES_AS(linkat, itself)
{
	CHECK_EBADF(linkat(stale(), "", AT_FDCWD, new_path(), AT_EMPTY_PATH));
}

/* An absolute path does not look at the descriptor. */
QUIET(fstatat)
{
	struct stat st;

	CHECK(fstatat(stale(), "/", &st, 0) == 0);
}

QUIET(linkat)
{
	CHECK(linkat(stale(), "/not-there", stale(), "/not-there", 0) == -1 && errno == ENOENT);
}

QUIET(mkdirat)
{
	CHECK(mkdirat(AT_FDCWD, some_directory(), 0700) == -1 && errno == EEXIST);
}

/* Numbers that were never open. */
#define NEVER .finding = "bad-descriptor"

USES_AS(mkdirat, never, NEVER) { CHECK_EBADF(mkdirat(999, "x", 0700)); }
USES_AS(renameat, never, NEVER) { CHECK_EBADF(renameat(AT_FDCWD, some_file(), 999, "x")); }
USES_AS(fanotify_mark, never, NEVER)
{
	CHECK_EBADF(fanotify_mark(999, FAN_MARK_ADD, FAN_OPEN, -1, "/"));
}

/* A number that is closed has no name, either. */
static const char *stale_name(void)
{
	static char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", stale());
	return name;
}

#define CHECK_ABSENT(call) do { errno = 0; CHECK((call) == -1 && errno == ENOENT); } while (0)

QUIET(readlinkat) { CHECK_ABSENT(readlinkat(AT_FDCWD, stale_name(), buf, sizeof(buf))); }
QUIET(faccessat) { CHECK_ABSENT(faccessat(AT_FDCWD, stale_name(), F_OK, 0)); }
QUIET_AS(fstatat, named) { struct stat st; CHECK_ABSENT(fstatat(AT_FDCWD, stale_name(), &st, 0)); }
QUIET(statx) { struct statx st; CHECK_ABSENT(statx(AT_FDCWD, stale_name(), 0, STATX_ALL, &st)); }

QUIET_AS(linkat, named)
{
	CHECK_ABSENT(linkat(AT_FDCWD, stale_name(), AT_FDCWD, new_path(), AT_SYMLINK_FOLLOW));
}

/* ---- Mounts and their watchers ----------------------------------------- */

USES(move_mount)
{
	int r = move_mount(stale(), "x", AT_FDCWD, some_directory(), 0);

	if (r == -1 && errno == EPERM)
		SKIP("not permitted");
	CHECK(r == -1 && errno == EBADF);
}

USES(mount_setattr)
{
	uint64_t attributes[4] = { 1, 0, 0, 0 };
	int r = mount_setattr(stale(), "x", 0, (struct mount_attr *)attributes, sizeof(attributes));

	if (r == -1 && errno == EPERM)
		SKIP("not permitted");
	CHECK(r == -1 && errno == EBADF);
}

USES(fsconfig)
{
	enum { SET_FLAG = 0 };
	int r = fsconfig(stale(), SET_FLAG, "ro", NULL, 0);

	if (r == -1 && (errno == EPERM || errno == ENOSYS))
		SKIP("not permitted");
	CHECK(r == -1 && errno == EBADF);
}

USES(fanotify_mark)
{
	CHECK_EBADF(fanotify_mark(stale(), FAN_MARK_ADD, FAN_OPEN, AT_FDCWD, "/"));
}

USES_AS(fanotify_mark, directory)
{
	int fd = fanotify_init(FAN_CLASS_NOTIF, O_RDONLY);

	if (fd == -1)
		SKIP("not permitted");
	CHECK_EBADF(fanotify_mark(fd, FAN_MARK_ADD, FAN_OPEN, stale(), "x"));
	CHECK(close(fd) == 0);
}
