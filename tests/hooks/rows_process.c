/* Processes: starting, becoming, giving up rights, ending. */
#include <dlfcn.h>
#include <grp.h>
#include <pty.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "row.h"

/* Ends a child with what it found out; the parent checks it. */
static void ends_with(pid_t pid, int expected)
{
	int status;

	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == expected);
}

/* In a child: the copy of a parent's descriptor is closed, and that is all. */
static void close_copy_and_end(int fd)
{
	_exit(close(fd) == 0 ? 7 : 8);
}

QUIET(fork)
{
	int fd = fresh();
	pid_t pid = fork();

	if (pid == 0)
		close_copy_and_end(fd);
	ends_with(pid, 7);
	CHECK(close(fd) == 0);
}

QUIET(_Fork)
{
	int fd = fresh();
	pid_t pid = _Fork();

	if (pid == 0)
		close_copy_and_end(fd);
	ends_with(pid, 7);
	CHECK(close(fd) == 0);
}

/* The child's closes must not reach the parent's ledger: fd is open after. */
QUIET(vfork)
{
	int fd = fresh();
	pid_t pid = vfork();

	if (pid == 0) {
		close(fd);
		close(fd);
		_exit(7);
	}
	ends_with(pid, 7);
	CHECK(close(fd) == 0);
}

QUIET(daemon)
{
	pid_t pid = fork();

	if (pid == 0) {
		CHECK(daemon(1, 1) == 0);
		_exit(0);
	}
	ends_with(pid, 0);
}

MAKES(forkpty, .object = "tty")
{
	int master;
	pid_t pid = forkpty(&master, NULL, NULL, NULL);

	if (pid == 0)
		_exit(isatty(0) ? 7 : 8);
	ends_with(pid, 7);
}

/*
 * A child that closes twice and then becomes another program: what it closed
 * was not for its own sake, and nothing is said.
 */
static char *const true_args[] = { "true", NULL };

#define BECOMES(hook, ...)                                                     \
	QUIET(hook)                                                            \
	{                                                                      \
		int fd = fresh();                                              \
		pid_t pid = fork();                                            \
                                                                               \
		if (pid == 0) {                                                \
			close(fd);                                             \
			close(fd);                                             \
			hook(__VA_ARGS__);                                     \
			_exit(9);                                              \
		}                                                              \
		ends_with(pid, 0);                                             \
		CHECK(close(fd) == 0);                                         \
	}

BECOMES(execve, "/bin/true", true_args, environ)
BECOMES(execv, "/bin/true", true_args)
BECOMES(execvpe, "true", true_args, environ)
BECOMES(execvp, "true", true_args)
BECOMES(execl, "/bin/true", "true", (char *)NULL)
BECOMES(execlp, "true", "true", (char *)NULL)
BECOMES(execle, "/bin/true", "true", (char *)NULL, environ)

USES(fexecve)
{
	CHECK_EBADF(fexecve(stale(), true_args, environ));
}

USES(execveat)
{
	CHECK_EBADF(execveat(stale(), "true", true_args, environ, 0));
}

QUIET(posix_spawn)
{
	pid_t pid;

	CHECK(posix_spawn(&pid, "/bin/true", NULL, NULL, true_args, environ) == 0);
	ends_with(pid, 0);
}

QUIET(posix_spawnp)
{
	pid_t pid;

	CHECK(posix_spawnp(&pid, "true", NULL, NULL, true_args, environ) == 0);
	ends_with(pid, 0);
}

/* ---- Waiting ----------------------------------------------------------- */

static pid_t child_of(int status)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(status);
	CHECK(pid > 0);
	return pid;
}

QUIET(wait)
{
	pid_t pid = child_of(5);
	int status;

	CHECK(wait(&status) == pid && WEXITSTATUS(status) == 5);
	CHECK(wait(NULL) == -1 && errno == ECHILD);
}

QUIET(waitpid)
{
	pid_t pid = child_of(5);
	int status = 1234;

	CHECK(waitpid(-1, &status, 0) == pid && WEXITSTATUS(status) == 5);
	status = 1234;
	CHECK(waitpid(-1, &status, WNOHANG) == -1 && status == 1234);
}

QUIET(wait3)
{
	pid_t pid = child_of(5);
	int status;

	CHECK(wait3(&status, 0, NULL) == pid && WEXITSTATUS(status) == 5);
}

QUIET(wait4)
{
	pid_t pid = child_of(5);
	int status;

	CHECK(wait4(pid, &status, 0, NULL) == pid && WEXITSTATUS(status) == 5);
}

/* ---- Giving up rights -------------------------------------------------- */

QUIET(prctl)
{
	char name[16] = "";

	CHECK(prctl(PR_GET_NAME, name) == 0 && name[0]);
}

/* The limit that there is, set once more. */
#define LIMITS(hook, ...)                                                      \
	QUIET(hook)                                                            \
	{                                                                      \
		struct rlimit64 limit;                                         \
                                                                               \
		CHECK(getrlimit64(RLIMIT_AS, &limit) == 0);                    \
		CHECK(hook(__VA_ARGS__) == 0 && close(fresh()) == 0);          \
	}

LIMITS(setrlimit, RLIMIT_AS, (const struct rlimit *)&limit)
LIMITS(setrlimit64, RLIMIT_AS, &limit)
LIMITS(prlimit, 0, RLIMIT_AS, (const struct rlimit *)&limit, NULL)
LIMITS(prlimit64, 0, RLIMIT_AS, &limit, NULL)

/* In a child, to which the rights are lost. */
#define GIVES_UP(hook, ...)                                                    \
	QUIET(hook)                                                            \
	{                                                                      \
		pid_t pid = fork();                                            \
                                                                               \
		if (geteuid() != 0 && pid != 0)                                \
			ends_with(pid, 6);                                     \
		if (geteuid() != 0 && pid == 0)                                \
			_exit(6);                                              \
		if (pid == 0)                                                  \
			_exit(hook(__VA_ARGS__) == 0 && close(fresh()) == 0 ? 7 : 8); \
		if (geteuid() == 0)                                            \
			ends_with(pid, 7);                                     \
	}

GIVES_UP(setuid, 65534)
GIVES_UP(seteuid, 65534)
GIVES_UP(setreuid, 65534, 65534)
GIVES_UP(setresuid, 65534, 65534, 65534)

QUIET(dlclose)
{
	void *handle = dlopen("libm.so.6", RTLD_NOW);

	CHECK(handle && dlclose(handle) == 0);
}

/* ---- Ending ------------------------------------------------------------ */

#define ENDS(hook)                                                             \
	QUIET(hook)                                                            \
	{                                                                      \
		pid_t pid = fork();                                            \
                                                                               \
		if (pid == 0)                                                  \
			hook(7);                                               \
		ends_with(pid, 7);                                             \
	}

ENDS(_exit)
ENDS(_Exit)
ENDS(quick_exit)

QUIET(abort)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		abort();
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	      WTERMSIG(status) == SIGABRT);
}

/* The way in has been taken, or this would not run. */
QUIET(__libc_start_main)
{
	CHECK(null() >= 0);
}

/* ---- Names of numbers -------------------------------------------------- */

/* The name of a number that is closed: there is no such file, and no finding. */
static const char *stale_name(void)
{
	static char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", stale());
	return path;
}

#define NAMES(hook, ...)                                                       \
	QUIET(hook)                                                            \
	{                                                                      \
		struct stat st;                                                \
		struct stat64 st64;                                            \
		char buf[64];                                                  \
                                                                               \
		(void)st, (void)st64, (void)buf;                               \
		CHECK(hook(stale_name(), ##__VA_ARGS__) == -1 && errno == ENOENT); \
	}

NAMES(access, F_OK)
NAMES(readlink, buf, sizeof(buf))
NAMES(__readlink_chk, buf, sizeof(buf), sizeof(buf))
NAMES(stat, &st)
NAMES(stat64, &st64)
NAMES(lstat, &st)
NAMES(lstat64, &st64)
