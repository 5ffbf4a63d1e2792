/* syscall(2): the bodies of the numbers that need more than a line in the table. */
#include <linux/bpf.h>
#include <linux/sched.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "hooks/families.h"
#include "hooks/raw.h"
#include "runtime/close.h"
#include "runtime/lifecycle.h"

/* glibc's: whether the process has one thread; other libcs do not say. */
extern char __libc_single_threaded __attribute__((weak));

/* What older headers lack. */
enum {
	BPF_TOKEN_CREATE_NUMBER = 36,
	LANDLOCK_VERSION_FLAG = 1,	/* landlock_create_ruleset(2) answers a version */
	LANDLOCK_PATH_BENEATH = 1,	/* a rule of struct landlock_path_beneath_attr */
	KCMP_FILE_NUMBER = 0,
};

/* ---- Made -------------------------------------------------------------- */

/* With a descriptor it changes that one, and answers its number (signalfd(2)). */
long raw_signalfd(struct raw_call *c)
{
	return raw_fd(c) == -1 ? raw_make(c) : raw_use(c);
}

long raw_fsmount(struct raw_call *c)
{
	fsmount_room(&c->call, raw_fd(c));
	return raw_make_of(c);
}

/* The commands of bpf(2) whose answer is a descriptor. */
long raw_bpf(struct raw_call *c)
{
	switch (c->args[0]) {
	case BPF_MAP_CREATE:
	case BPF_PROG_LOAD:
	case BPF_OBJ_GET:
	case BPF_PROG_GET_FD_BY_ID:
	case BPF_MAP_GET_FD_BY_ID:
	case BPF_RAW_TRACEPOINT_OPEN:
	case BPF_BTF_LOAD:
	case BPF_BTF_GET_FD_BY_ID:
	case BPF_LINK_CREATE:
	case BPF_LINK_GET_FD_BY_ID:
	case BPF_ENABLE_STATS:
	case BPF_ITER_CREATE:
	case BPF_TOKEN_CREATE_NUMBER:
		return raw_make(c);
	}
	return raw_pass(c);
}

long raw_landlock(struct raw_call *c)
{
	return c->args[2] & LANDLOCK_VERSION_FLAG ? raw_pass(c) : raw_make(c);
}

/* ---- Closed, copied, changed ------------------------------------------- */

static long answer(int r)
{
	return r < 0 ? fail(-r) : r;
}

/* Not by REAL(close), which may be how we came here: hooks/close.c. */
static int close_by_number(int fd)
{
	return (int)REAL(syscall)(SYS_close, (long)fd);
}

long raw_close(struct raw_call *c)
{
	int fd = raw_fd(c);

	if (fd >= 0 && thread_self.closing == fd + 1)
		return raw_pass(c);
	return answer(fd_close(&c->call, fd, close_by_number));
}

long raw_close_range(struct raw_call *c)
{
	return answer(fd_close_range(&c->call, (unsigned int)c->args[0], (unsigned int)c->args[1],
				     (unsigned int)c->args[2]));
}

static long copy(struct raw_call *c)
{
	long r = raw_pass_maker(c);

	if (r == -1)
		fd_failed(&c->call, raw_fd(c));
	else
		fd_duped(&c->call, raw_fd(c), (int)r);
	return r;
}

long raw_dup(struct raw_call *c)
{
	return fd_stale(&c->call, raw_fd(c)) ? fail(EBADF) : copy(c);
}

static long copy_over(struct raw_call *c)
{
	int old = (int)c->args[0], fd = (int)c->args[1];
	long r;

	fd_make_way(fd);
	if (fd_replacing(&c->call, old, fd))
		return fail(EBADF);
	r = raw_pass(c);
	fd_replaced(&c->call, old, fd, r >= 0);
	if (r == -1)
		fd_failed(&c->call, old);
	return r;
}

#ifdef SYS_dup2
/* The same number twice: only looks whether it is open. */
long raw_dup2(struct raw_call *c)
{
	return (int)c->args[0] == (int)c->args[1] ? raw_ask(c) : copy_over(c);
}
#endif

long raw_dup3(struct raw_call *c)
{
	if ((int)c->args[0] == (int)c->args[1] || ((int)c->args[2] & ~O_CLOEXEC))
		return raw_pass(c);	/* EINVAL */
	return copy_over(c);
}

static int call_fcntl(int fd, int command, ...)
{
	va_list args;
	long arg;

	va_start(args, command);
	arg = va_arg(args, long);
	va_end(args);
	return (int)REAL(syscall)(SYS_fcntl, fd, command, arg);
}

long raw_fcntl(struct raw_call *c)
{
	return fcntl_control(&c->call, call_fcntl, raw_fd(c), (int)c->args[1], c->args[2]);
}

/* ---- Used in their own ways -------------------------------------------- */

long raw_ioctl(struct raw_call *c)
{
	long r = raw_pass_maker(c);

	if (r == -1)
		fd_failed(&c->call, raw_fd(c));
	else
		ioctl_made(&c->call, (unsigned long)c->args[1], (int)r, (const void *)c->args[2]);
	return r;
}

/* An empty answer is the end of the directory, so a buffer that is empty now is filled again. */
long raw_getdents64(struct raw_call *c)
{
	long n, left = 0;

	do {
		n = raw_use(c);
		if (n > 0)
			left = (long)hide_entries(raw_fd(c), (char *)c->args[1], (size_t)n);
	} while (n > 0 && left == 0);
	return n > 0 ? left : n;
}

long raw_mmap(struct raw_call *c)
{
	return c->args[3] & MAP_ANONYMOUS ? raw_pass(c) : raw_use(c);
}

long raw_address(struct raw_call *c)
{
	long r = raw_use(c);

	if (r == 0 || errno == EINPROGRESS)
		fd_address(&c->call, raw_fd(c), (const struct sockaddr *)c->args[1],
			   (socklen_t)c->args[2]);
	return r;
}

long raw_sendmsg(struct raw_call *c)
{
	const struct msghdr *message = (const struct msghdr *)c->args[1];
	long r;

	if (message_stale(&c->call, message))
		return fail(EBADF);
	r = raw_pass(c);
	if (r == -1)
		message_failed(&c->call, raw_fd(c), message);
	return r;
}

long raw_sendmmsg(struct raw_call *c)
{
	const struct mmsghdr *messages = (const struct mmsghdr *)c->args[1];
	unsigned int count = (unsigned int)c->args[2];
	unsigned int whole = messages_whole(&c->call, messages, count);

	if (whole == 0 && count > 0)
		return fail(EBADF);
	c->args[2] = whole;
	return raw_use(c);
}

long raw_poll(struct raw_call *c)
{
	long r = raw_pass(c);

	check_polled(&c->call, (const struct pollfd *)c->args[0], (nfds_t)c->args[1], (int)r);
	return r;
}

long raw_select(struct raw_call *c)
{
	fd_set *const sets[3] = {
		(fd_set *)c->args[1], (fd_set *)c->args[2], (fd_set *)c->args[3],
	};
	int count = (int)c->args[0];
	long r;

	if (sets_stale(&c->call, count, sets))
		return fail(EBADF);
	r = raw_pass(c);
	if (r == -1)
		sets_failed(&c->call, count, sets);
	return r;
}

long raw_waitid(struct raw_call *c)
{
	return c->args[0] == P_PIDFD ? raw_use(c) : raw_pass(c);
}

/* struct landlock_path_beneath_attr, packed: 8 bytes of rights, then a directory. */
long raw_landlock_add(struct raw_call *c)
{
	const char *attr = (const char *)c->args[2];
	int dir;

	if (c->args[1] == LANDLOCK_PATH_BENEATH && attr) {
		memcpy(&dir, attr + sizeof(uint64_t), sizeof(dir));
		if (fd_stale(&c->call, dir))
			return fail(EBADF);
	}
	return raw_use(c);
}

/* Are these two descriptors, of these two processes, the same? (kcmp(2)) */
long raw_kcmp(struct raw_call *c)
{
	bool stale = false;

	for (int i = 0; c->args[2] == KCMP_FILE_NUMBER && i < 2; i++)
		stale |= c->args[i] == getpid() && fd_stale(&c->call, (int)c->args[3 + i]);
	return stale ? fail(EBADF) : raw_pass(c);
}

/* ---- Processes --------------------------------------------------------- */

long raw_fork(struct raw_call *c)
{
	void *prepared = process_fork_prepare();
	long r = raw_pass(c);

	if (r == 0)
		process_fork_child(prepared);
	else
		process_fork_parent(prepared, r < 0);
	return r;
}

/*
 * A child that shares our memory cannot come back through a C function without
 * harm, ours or libc's: whoever does that knows what they do, and it passes.
 */
static long start(struct raw_call *c, uint64_t flags, const int *pidfd)
{
	long r;

	do
		r = flags & (CLONE_VM | CLONE_FILES) ? raw_pass(c) : raw_fork(c);
	while (r == -1 && fd_exhausted(&c->call));
	if (r == 0 && !(flags & CLONE_VM) && flags & CLONE_FILES)
		process_leave_alone();
	if (r > 0 && flags & CLONE_PIDFD)
		fd_opened(&c->call, *pidfd, OBJECT_PIDFD, NULL, 0);
	return r;
}

long raw_clone(struct raw_call *c)
{
	return start(c, (uint64_t)c->args[0], (const int *)c->args[2]);
}

long raw_clone3(struct raw_call *c)
{
	const struct clone_args *args = (const struct clone_args *)c->args[0];

	return start(c, args->flags, (const int *)(uintptr_t)args->pidfd);
}

static long exec(struct raw_call *c)
{
	long r;

	process_exec_begin();
	r = raw_pass(c);
	process_exec_failed();
	return r;
}

long raw_execve(struct raw_call *c)
{
	return exec(c);
}

long raw_execveat(struct raw_call *c)
{
	long r;

	if (fd_stale_dir(&c->call, raw_fd(c), (const char *)c->args[1]))
		return fail(EBADF);
	r = exec(c);
	fd_failed(&c->call, raw_fd(c));
	return r;
}

/* Once there was a second thread, libc's word is not enough: /proc counts those that are left. */
static bool one_thread(void)
{
	struct stat st;

	if (&__libc_single_threaded && __libc_single_threaded)
		return true;
	/* There /proc must not be asked; musl has no such word, and most programs one thread. */
	if (process_is_sandboxed())
		return !&__libc_single_threaded;
	return sys_call6(SYS_newfstatat, AT_FDCWD, (long)"/proc/self/task", (long)&st, 0, 0, 0) == 0 &&
	       st.st_nlink == 2 + 1;
}

/* Ends the calling thread, and the process with its last one. */
long raw_exit(struct raw_call *c)
{
	if (one_thread())
		process_ending((int)c->args[0]);
	return raw_pass(c);
}

long raw_exit_group(struct raw_call *c)
{
	process_ending((int)c->args[0]);
	return raw_pass(c);
}
