/* The command as symboliser: found, started, waited for. */
#include "runtime/symbolizer.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "base/sys.h"
#include "runtime/runtime.h"

#define ENVIRONMENT_MAX 512	/* variables: more are not for the command */

/* ---- Where it is ------------------------------------------------------- */

static bool runnable(const char *path)
{
	return sys_call6(SYS_faccessat, AT_FDCWD, (long)path, X_OK, 0, 0, 0) == 0;
}

/* The command beside the library, or where an installation has it. */
static bool find_beside(struct str *path)
{
	static const char *const places[] = { "fdwarden", "../bin/fdwarden", "../../bin/fdwarden" };
	const char *slash;
	Dl_info info;

	if (!dladdr((void *)symbolizer_run, &info) || !info.dli_fname)
		return false;
	slash = strrchr(info.dli_fname, '/');
	for (size_t i = 0; slash && i < array_size(places); i++) {
		str_clear(path);
		str_add_bytes(path, info.dli_fname, (size_t)(slash + 1 - info.dli_fname));
		str_add(path, places[i]);
		if (!path->cut && runnable(path->at))
			return true;
	}
	return false;
}

static const char *find_env(const char *name)
{
	size_t length = strlen(name);

	for (char **e = environ; e && *e; e++) {
		if (strncmp(*e, name, length) == 0)
			return *e + length;
	}
	return NULL;
}

static bool find_in_path(struct str *path)
{
	const char *list = find_env("PATH="), *end;

	for (; list && *list; list = *end ? end + 1 : end) {
		end = strchr(list, ':');
		if (!end)
			end = list + strlen(list);
		str_clear(path);
		str_add_bytes(path, list, (size_t)(end - list));
		str_add(path, "/fdwarden");
		if (path->at[0] == '/' && !path->cut && runnable(path->at))
			return true;
	}
	return false;
}

static bool find_command(struct str *path)
{
	const char *given = runtime.options.symbolizer;

	if (getauxval(AT_SECURE) || strcmp(given, "none") == 0)
		return false;
	if (given[0]) {
		str_add(path, given);
		return runnable(given);
	}
	return find_beside(path) || find_in_path(path);
}

/* ---- What it is given -------------------------------------------------- */

static int write_all(int fd, const uint8_t *at, size_t bytes)
{
	for (size_t done = 0; done < bytes;) {
		long r = sys_pwrite(fd, at + done, bytes - done, done);

		if (r <= 0)
			return -EIO;
		done += (size_t)r;
	}
	return 0;
}

/* The ledger as a file that a child can map; its number or -errno. */
static int ledger_as_file(size_t bytes)
{
	int fd, up;

	if (!arena_file_may_be(bytes))
		return -EFBIG;
	fd = (int)sys_call3(SYS_memfd_create, "fdwarden-ledger", MFD_CLOEXEC, 0);
	/* Programs close 1 and 2 before they end: those are not for the ledger. */
	if (fd >= 0 && fd <= 2) {
		up = sys_fcntl(fd, F_DUPFD_CLOEXEC, 3);
		(void)sys_close(fd);
		fd = up;
	}
	if (fd >= 0 && write_all(fd, runtime.ledger.arena.base, bytes) < 0) {
		(void)sys_close(fd);
		return -EIO;
	}
	return fd;
}

static int edit_copy(const struct symbolizer_job *job, int fd, size_t bytes)
{
	struct ledger copy = { .arena = { .mapped_bytes = bytes, .fd = -1 },
			       .slots_end = load_relaxed(&runtime.ledger.slots_end) };
	void *at;

	if (!job->edit)
		return 0;
	at = sys_mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (sys_is_error(at))
		return -ENOMEM;
	copy.arena.base = at;
	copy.header = at;
	job->edit(&copy, job->ctx);
	(void)sys_munmap(at, bytes);
	return 0;
}

/* ---- The run of it ----------------------------------------------------- */

/* The program, and what it is tested with, may define them: the command is told those too. */
const char *fdw_default_options(void) __attribute__((weak));
const char *fdw_harness_options(void) __attribute__((weak));

static char *options_for_command(void)
{
	static char buf[2 * OPTION_TEXT_MAX] large_bss;
	const char *given = find_env("FDWARDEN_OPTIONS=");
	struct str str;

	str_init(&str, buf, sizeof(buf));
	str_add(&str, "FDWARDEN_OPTIONS=");
	if (fdw_harness_options) {
		str_add(&str, fdw_harness_options());
		str_add_char(&str, ':');
	}
	if (fdw_default_options)
		str_add(&str, fdw_default_options());
	str_add_char(&str, ':');
	str_add(&str, given ? given : "");
	return buf;
}

static bool is_for_command(const char *variable)
{
	return strncmp(variable, "LD_PRELOAD=", 11) != 0 &&
	       strncmp(variable, "FDWARDEN_OPTIONS=", 17) != 0;
}

/* Without what makes a program follow; at most `room` variables, with the end. */
static void environment_for_command(char **to, size_t room)
{
	size_t used = 0;

	to[used++] = options_for_command();
	for (char **e = environ; e && *e && used + 1 < room; e++) {
		if (is_for_command(*e))
			to[used++] = *e;
	}
	to[used] = NULL;
}

static void become_command(const char *path, int ledger, int to)
{
	char number[16];
	struct str str;
	const char *args[] = { path, "report", "--linked", number, to >= 0 ? "here" : NULL, NULL };
	int err = to >= 0 ? to : runtime.own.fd[OWN_STDERR];
	char *env[ENVIRONMENT_MAX];

	str_init(&str, number, sizeof(number));
	str_add_i64(&str, ledger);
	(void)sys_fcntl(ledger, F_SETFD, 0);
	if (err == 2)
		(void)sys_fcntl(2, F_SETFD, 0);
	else if (err >= 0)
		(void)sys_dup3(err, 2, 0);
	environment_for_command(env, ENVIRONMENT_MAX);
	(void)sys_call3(SYS_execve, path, args, env);
	(void)sys_call3(SYS_exit_group, 127, 0, 0);
}

/*
 * A child without an exit signal: the program's SIGCHLD handler has no part in it. Nor has
 * a debugger, which would take it for one of the program's threads, and its exec for the
 * program's. An emulator may not know how to hide it.
 */
static long fork_hidden(void)
{
	long pid = sys_call6(SYS_clone, CLONE_UNTRACED, 0, 0, 0, 0, 0);

	return pid == -EINVAL ? sys_call6(SYS_clone, 0, 0, 0, 0, 0, 0) : pid;
}

/* The exit status, or -1. */
static int run(const char *path, int ledger, int to)
{
	int status = 0;
	long pid, r;

	pid = fork_hidden();
	if (pid == 0)
		become_command(path, ledger, to);
	if (pid < 0)
		return -1;
	do
		r = sys_call6(SYS_wait4, pid, (long)&status, __WALL, 0, 0, 0);
	while (r == -EINTR);
	return r == pid && WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? WEXITSTATUS(status) : -1;
}

static uint32_t read_reported(int fd)
{
	uint32_t reported = 0;

	(void)sys_call6(SYS_pread64, fd, (long)&reported, sizeof(reported),
			offsetof(struct ledger_header, reported), 0, 0);
	return reported;
}

int symbolizer_run(struct symbolizer_job *job)
{
	static char buf[4096] large_bss;	/* a signal handler that ends the process has a small stack */
	size_t bytes = load_acquire(&runtime.ledger.header->used_bytes);
	struct str path;
	int fd, r = -1;

	if (runtime.sandboxed)
		return -1;
	str_init(&path, buf, sizeof(buf));
	fd_passing_begin();
	fd = find_command(&path) ? ledger_as_file(bytes) : -1;
	if (fd >= 0) {
		if (edit_copy(job, fd, bytes) == 0)
			r = run(buf, fd, job->to);
		job->leaks = r >= 0 ? read_reported(fd) : 0;
		(void)sys_close(fd);
	}
	fd_passing_end();
	return r;
}
