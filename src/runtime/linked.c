/* The report of a library that was linked in. */
#include "runtime/linked.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "base/sys.h"
#include "policy/leak.h"
#include "runtime/afl.h"
#include "runtime/fallback.h"
#include "runtime/runtime.h"

int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static bool reported, errors_found;

bool linked_reports_early(void)
{
	return __lsan_do_recoverable_leak_check != NULL;
}

/* ---- The command as a symboliser --------------------------------------- */

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

	if (!dladdr((void *)linked_report, &info) || !info.dli_fname)
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

static bool find_in_path(struct str *path)
{
	const char *list = NULL, *end;

	for (char **e = environ; e && *e; e++) {
		if (strncmp(*e, "PATH=", 5) == 0)
			list = *e + 5;
	}
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

/* The ledger as a file that a child can map; its number or -errno. */
static int ledger_as_file(void)
{
	const uint8_t *at = runtime.ledger.arena.base;
	size_t bytes = load_acquire(&runtime.ledger.header->used_bytes);
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
	for (size_t done = 0; fd >= 0 && done < bytes;) {
		long r = sys_pwrite(fd, at + done, bytes - done, done);

		if (r <= 0) {
			(void)sys_close(fd);
			return -EIO;
		}
		done += (size_t)r;
	}
	return fd;
}

static void become_command(const char *path, int ledger)
{
	char number[16];
	struct str str;
	const char *args[] = { path, "report", "--linked", number, NULL };
	size_t n = 0;
	char **to;

	str_init(&str, number, sizeof(number));
	str_add_i64(&str, ledger);
	(void)sys_fcntl(ledger, F_SETFD, 0);
	if (runtime.own.fd[OWN_STDERR] >= 0)
		(void)sys_dup3(runtime.own.fd[OWN_STDERR], 2, 0);
	/* The child is a private copy: its environment may be edited in place. */
	for (to = environ; to && environ[n]; n++) {
		if (strncmp(environ[n], "LD_PRELOAD=", 11) != 0)
			*to++ = environ[n];
	}
	if (to)
		*to = NULL;
	(void)sys_call3(SYS_execve, path, args, environ);
	(void)sys_call3(SYS_exit_group, 127, 0, 0);
}

/* 0: no errors; 1: errors were reported; -1: it could not be run. */
static int run_command(const char *path)
{
	int ledger = ledger_as_file();
	int status = 0;
	long pid, r;

	if (ledger < 0)
		return -1;
	/* No exit signal: the program's SIGCHLD handler has no part in this. */
	pid = sys_call6(SYS_clone, 0, 0, 0, 0, 0, 0);
	if (pid == 0)
		become_command(path, ledger);
	(void)sys_close(ledger);
	if (pid < 0)
		return -1;
	do
		r = sys_call6(SYS_wait4, pid, (long)&status, __WALL, 0, 0, 0);
	while (r == -EINTR);
	if (r != pid || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		return -1;
	return WEXITSTATUS(status);
}

/* ---- Report ------------------------------------------------------------ */

/* A clean process is not worth another one. */
static bool anything_to_report(void)
{
	uint32_t at = load_acquire(&runtime.ledger.header->findings);
	const struct ledger_finding *f;
	const struct ledger_slot *slot;
	int fd = -1;

	for (; at; at = f->next) {
		f = ledger_at(&runtime.ledger, at);
		if (f->state == FINDING_VALID)
			return true;
	}
	while (runtime_checks(KIND_LEAK) && (slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (leak_is_candidate(slot->word, (unsigned int)fd))
			return true;
	}
	return runtime.options.verbose > 0;
}

static bool report(void)
{
	static char buf[4096];	/* a signal handler that ends the process has a small stack */
	struct str path;
	int r = -1;

	if (!anything_to_report())
		return false;
	/* Now only: a clean process is not worth a look at /proc either. */
	reconcile();
	if (!anything_to_report())
		return false;
	if (afl_nobody_reads() && !runtime.options.suppressions[0] && !runtime.options.log[0])
		return true;
	str_init(&path, buf, sizeof(buf));
	if (!runtime.sandboxed && find_command(&path))
		r = run_command(buf);
	return r >= 0 ? r == 1 : fallback_report();
}

void linked_report(void)
{
	if (exchange_acq_rel(&reported, true))
		return;
	thread_self.busy = 1;
	errors_found = report();
	thread_self.busy = 0;
}

void linked_end(int status, bool flush)
{
	if (!errors_found || status != 0 || !runtime.options.exitcode)
		return;
	if (flush)
		(void)fflush(NULL);
	(void)sys_call3(SYS_exit_group, (int)runtime.options.exitcode, 0, 0);
}
