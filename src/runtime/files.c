/* Ledger files, and /proc. */
#include "runtime/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/sys.h"
#include "runtime/runtime.h"

#define IMAGES_MAX 100000
#define ASKED_FOR 4096
#define ASKED_FOR_AT_START 64

/* The name of a user's own directory inside ours. */
static void user_dir(struct str *name, unsigned int uid)
{
	str_clear(name);
	str_add_char(name, 'u');
	str_add_u64(name, uid);
}

static int enter_user_dir(int dir, unsigned int uid)
{
	char buf[32];
	struct str name;

	str_init(&name, buf, sizeof(buf));
	user_dir(&name, uid);
	return sys_openat(dir, buf, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
}

void files_share_with(unsigned int uid, unsigned int gid)
{
	int dir = runtime.own.fd[OWN_DIR];
	char buf[32];
	struct str name;

	if (dir < 0 || uid == (unsigned int)sys_call3(SYS_geteuid, 0, 0, 0))
		return;
	str_init(&name, buf, sizeof(buf));
	user_dir(&name, uid);
	/* Fails where it is there, and for who has no right to give it away. */
	if (sys_call3(SYS_mkdirat, dir, buf, 0700) != 0)
		return;
	(void)sys_call6(SYS_fchownat, dir, (long)buf, uid, gid, AT_SYMLINK_NOFOLLOW, 0);
	/* Others may pass through ours, not list it. */
	(void)sys_call3(SYS_fchmodat, dir, (long)".", 0711);
}

/*
 * The directory is opened once and kept, for the children that change their
 * root or directory. It was made 0700 by the command; a directory that others
 * may write to is not used.
 */
static int open_dir(void)
{
	int fd;

	if (runtime.own.fd[OWN_DIR] >= 0)
		return runtime.own.fd[OWN_DIR];
	fd = sys_openat(AT_FDCWD, runtime.options.dir, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
	return fd < 0 ? fd : own_take(&runtime.own, OWN_DIR, fd);
}

/* In the directory; or, for who may not write there or finds none, in the user's own in it. */
static int open_image(int dir, int pid, int image, int flags)
{
	char name[64];
	struct str str;
	int fd, own;

	str_init(&str, name, sizeof(name));
	str_add_i64(&str, pid);
	str_add_char(&str, '.');
	str_add_i64(&str, image);
	str_add(&str, ".ledger");
	fd = sys_openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd != -EACCES && fd != -ENOENT)
		return fd;
	own = enter_user_dir(dir, (unsigned int)sys_call3(SYS_geteuid, 0, 0, 0));
	if (own < 0)
		return fd;
	fd = sys_openat(own, name, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
	(void)sys_close(own);
	return fd;
}

int files_create(void)
{
	int dir = open_dir();
	int pid = sys_getpid();
	int fd;

	if (dir < 0)
		return dir;
	for (runtime.image = 0; runtime.image < IMAGES_MAX; runtime.image++) {
		fd = open_image(dir, pid, runtime.image, O_RDWR | O_CREAT | O_EXCL);
		if (fd >= 0)
			return own_take(&runtime.own, OWN_LEDGER, fd);
		if (fd != -EEXIST)
			return fd;
	}
	return -EEXIST;
}

/* Writes through a mapping: RLIMIT_FSIZE answers a write with a signal. */
static void note_end(int fd, int signal)
{
	struct ledger_header *h;

	/* Killed before it had given its file any space: a look would be a SIGBUS. */
	if (sys_call3(SYS_lseek, fd, 0, SEEK_END) < (long)sizeof(*h))
		return;
	h = sys_mmap(NULL, sizeof(*h), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (sys_is_error(h))
		return;
	if (h->magic == LEDGER_MAGIC && h->end_how == END_UNKNOWN) {
		h->end_code = signal;
		store_release(&h->end_how, END_SIGNAL);
	}
	(void)sys_munmap(h, sizeof(*h));
}

int files_open(int pid, int image)
{
	int dir = runtime.own.fd[OWN_DIR];

	return dir >= 0 ? open_image(dir, pid, image, O_RDONLY) : -ENOENT;
}

static int open_last(int pid, int flags)
{
	int dir = runtime.own.fd[OWN_DIR];
	int fd, last = -ENOENT;

	for (int image = 0; dir >= 0 && image < IMAGES_MAX; image++) {
		fd = open_image(dir, pid, image, flags);
		if (fd < 0)
			break;
		if (last >= 0)
			(void)sys_close(last);
		last = fd;
	}
	return last;
}

int files_open_last(int pid)
{
	return open_last(pid, O_RDONLY);
}

void files_note_killed(int pid, int signal)
{
	int last;

	fd_passing_begin();
	last = open_last(pid, O_RDWR);
	if (last >= 0) {
		note_end(last, signal);
		(void)sys_close(last);
	}
	fd_passing_end();
}

uint64_t files_start_ticks(void)
{
	char buf[512];
	int fd = sys_openat(AT_FDCWD, "/proc/self/stat", O_RDONLY | O_CLOEXEC, 0);
	long n;
	char *at;
	uint64_t ticks = 0;

	if (fd < 0)
		return 0;
	n = sys_read(fd, buf, sizeof(buf) - 1);
	(void)sys_close(fd);
	if (n <= 0)
		return 0;
	buf[n] = '\0';
	/* The second field is a name in parentheses and may hold anything. */
	at = strrchr(buf, ')');
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	for (at = at ? at + 1 : buf + n; *at >= '0' && *at <= '9'; at++)
		ticks = ticks * 10 + (uint64_t)(*at - '0');
	return ticks;
}

/* What that is for a process that starts now. To ask /proc when this one did takes 14 us. */
static uint64_t ticks_now(void)
{
	uint64_t a_second = getauxval(AT_CLKTCK);
	struct timespec t = { 0, 0 };

	(void)sys_call3(SYS_clock_gettime, CLOCK_BOOTTIME, (long)&t, 0);
	return a_second ? (uint64_t)t.tv_sec * a_second +
				  (uint64_t)t.tv_nsec / (1000000000u / a_second) :
			  0;
}

void files_describe_process(void)
{
	struct ledger_header *h = runtime.ledger.header;
	struct timespec t = { 0, 0 };

	h->pid = sys_getpid();
	h->ppid = runtime.forked ? runtime.forker : sys_getppid();
	h->image = (uint32_t)runtime.image;
	h->forked = runtime.forked;
	h->linked = runtime.options.dir[0] == '\0';
	h->begun_ticks = ticks_now();
	h->start_ns = sys_now_coarse_ns();
	(void)sys_clock(CLOCK_REALTIME_COARSE, &t);
	h->start_realtime_ns = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- Descriptors of this process --------------------------------------- */

struct entry {	/* linux_dirent64, getdents64(2) */
	uint64_t inode;
	int64_t offset;
	uint16_t bytes;
	uint8_t type;
	char name[];
};

static int number(const char *name)
{
	int n = 0;

	if (*name < '0' || *name > '9')
		return -1;
	for (; *name >= '0' && *name <= '9'; name++)
		n = n * 10 + (*name - '0');
	return n;
}

static bool each_by_proc(void (*each)(int fd, void *ctx), void *ctx)
{
	uint64_t buf[128];	/* a signal handler that ends the process has a small stack */
	int dir = sys_openat(AT_FDCWD, "/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	long n;

	if (dir < 0)
		return false;
	while ((n = sys_call3(SYS_getdents64, dir, buf, sizeof(buf))) > 0) {
		for (long at = 0; at < n;) {
			const struct entry *entry = (const void *)((char *)buf + at);
			int fd = number(entry->name);

			if (fd >= 0 && fd != dir)
				each(fd, ctx);
			at += entry->bytes;
		}
	}
	(void)sys_close(dir);
	return n == 0;
}

/* Without /proc, or without a number for it: each is asked for. */
static void each_by_asking(void (*each)(int fd, void *ctx), void *ctx)
{
	for (int fd = 0; fd < ASKED_FOR; fd++) {
		if (sys_fcntl(fd, F_GETFD, 0) >= 0)
			each(fd, ctx);
	}
}

void files_each_descriptor(void (*each)(int fd, void *ctx), void *ctx)
{
	if (!each_by_proc(each, ctx))
		each_by_asking(each, ctx);
}

long files_count_descriptors(void)
{
	struct stat st;

	if (sys_call6(SYS_newfstatat, AT_FDCWD, (long)"/proc/self/fd", (long)&st, 0, 0, 0) < 0 ||
	    st.st_size == 0)
		return -1;
	return (long)st.st_size;
}

void files_each_at_start(void (*each)(int fd, void *ctx), void *ctx)
{
	long count = files_count_descriptors() - own_count(&runtime.own), found = 0;
	int fds[ASKED_FOR_AT_START];

	for (int fd = 0; fd < ASKED_FOR_AT_START && found < count; fd++) {
		if (!own_has(&runtime.own, fd) && sys_fcntl(fd, F_GETFD, 0) >= 0)
			fds[found++] = fd;
	}
	if (found != count)
		files_each_descriptor(each, ctx);
	for (long i = 0; found == count && i < found; i++)
		each(fds[i], ctx);
}
