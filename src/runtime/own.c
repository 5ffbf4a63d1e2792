/* The library's own descriptors. */
#include "runtime/own.h"

#include <errno.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/sys.h"

/*
 * Ours begin here: above what select(2) can name, and not so high that the
 * kernel's table of the process would grow much for them.
 */
#define OWN_BASE	1024
#define OWN_ROOM	16

void own_start(struct own *own)
{
	for (int i = 0; i < OWN_DESCRIPTORS; i++)
		own->fd[i] = -1;
	own->base = OWN_BASE;
	own->lowest = INT_MAX;
}

cold bool own_is_one(const struct own *own, int fd)
{
	for (int i = 0; i < OWN_DESCRIPTORS; i++) {
		if (own->fd[i] == fd)
			return true;
	}
	return false;
}

/*
 * A descriptor may lie above the limit on numbers if the limit was higher when
 * it was made. So the soft limit is raised for that moment: then ours take
 * nothing of what the program may open. Where the hard limit does not allow
 * it, ours are the last below.
 */
static int dup_above(const struct own *own, int fd)
{
	struct rlimit limit, raised;
	int up = sys_fcntl(fd, F_DUPFD_CLOEXEC, own->base);

	if (up >= 0 || sys_call6(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit, 0, 0) < 0)
		return up;
	raised = (struct rlimit){ OWN_BASE + OWN_ROOM, limit.rlim_max };
	if (limit.rlim_max >= raised.rlim_cur && limit.rlim_cur < raised.rlim_cur &&
	    sys_call6(SYS_prlimit64, 0, RLIMIT_NOFILE, (long)&raised, 0, 0, 0) == 0) {
		up = sys_fcntl(fd, F_DUPFD_CLOEXEC, own->base);
		(void)sys_call6(SYS_prlimit64, 0, RLIMIT_NOFILE, (long)&limit, 0, 0, 0);
	} else if (limit.rlim_cur > 2 * OWN_ROOM) {
		up = sys_fcntl(fd, F_DUPFD_CLOEXEC, (long)limit.rlim_cur - OWN_ROOM);
	}
	return up;
}

static int move_up(struct own *own, int fd)
{
	int up = dup_above(own, fd);

	if (up < 0)
		up = sys_fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (up >= 0 && up < own->lowest)
		own->lowest = up;
	return up;
}

int own_copy(struct own *own, enum own_descriptor what, int fd)
{
	int up = move_up(own, fd);

	own->fd[what] = up >= 0 ? up : -1;
	return up;
}

int own_take(struct own *own, enum own_descriptor what, int fd)
{
	int up = own_copy(own, what, fd);

	(void)sys_close(fd);
	return up;
}

/*
 * An O_PATH descriptor of an anonymous file: it names itself in /proc/PID/fd,
 * pins no mount, and almost all calls on it fail with EBADF as on a closed
 * number. Never a directory: openat would succeed on that. Without /proc there
 * is no way to it, and no quarantine.
 */
int own_make_tombstone(struct own *own)
{
	char buf[32];
	struct str path;
	int memory = (int)sys_call3(SYS_memfd_create, "fdwarden-tombstone", MFD_CLOEXEC, 0);
	struct stat st;
	int fd;

	if (memory < 0)
		return memory;
	str_init(&path, buf, sizeof(buf));
	str_add(&path, "/proc/self/fd/");
	str_add_i64(&path, memory);
	fd = sys_openat(AT_FDCWD, buf, O_PATH | O_CLOEXEC, 0);
	(void)sys_close(memory);
	if (fd < 0)
		return fd;
	if (sys_call3(SYS_fstat, fd, &st, 0) < 0) {
		(void)sys_close(fd);
		return -EIO;
	}
	own->tomb_dev = st.st_dev;
	own->tomb_inode = st.st_ino;
	fd = own_take(own, OWN_TOMBSTONE, fd);
	return fd < 0 ? fd : 0;
}

void own_make_way(struct own *own, int fd)
{
	for (int i = 0; i < OWN_DESCRIPTORS; i++) {
		if (fd >= 0 && own->fd[i] == fd) {
			int up = move_up(own, fd);

			own->fd[i] = up >= 0 ? up : -1;
			return;
		}
	}
}

void own_drop(struct own *own, enum own_descriptor what)
{
	if (own->fd[what] >= 0)
		(void)sys_close(own->fd[what]);
	own->fd[what] = -1;
}
