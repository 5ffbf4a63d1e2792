/*
 * Becoming another process, or another program. The vfork hook is in vfork.S.
 *
 * An exec hook may run in a vfork child, on its parent's memory, or in a
 * signal handler: what it needs it takes from its stack.
 */
#include <alloca.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>

#include "hooks/hooks.h"
#include "runtime/afl.h"
#include "runtime/lifecycle.h"

/* ---- fork -------------------------------------------------------------- */

/* A fork server's first one. */
static cold void learn_all(void)
{
	static bool learnt;

	if (learnt)
		return;
	real_find_all();
	learnt = true;
}

hot pid_t HOOK(fork)(void)
{
	void *prepared;
	pid_t pid;

	if (unlikely(afl_above()))
		learn_all();
	prepared = process_fork_prepare();
	pid = REAL(fork)();
	if (pid == 0)
		process_fork_child(prepared);
	else
		process_fork_parent(prepared, pid < 0);
	return pid;
}

pid_t HOOK(_Fork)(void)
{
	void *prepared = process_fork_prepare();
	pid_t pid = REAL(_Fork)();

	if (pid == 0)
		process_fork_child(prepared);
	else
		process_fork_parent(prepared, pid < 0);
	return pid;
}

int HOOK(daemon)(int nochdir, int noclose)
{
	void *prepared = process_fork_prepare();
	pid_t before = getpid();
	int r;

	process_daemon_begin();
	libc_begin();
	r = REAL(daemon)(nochdir, noclose);
	libc_end();

	/* The parent does not come back. */
	if (getpid() != before) {
		process_fork_child(prepared);
	} else {
		process_fork_parent(prepared, true);
		process_daemon_failed();
	}
	return r;
}

pid_t HOOK(forkpty)(int *master, char *name, const struct termios *termios,
		    const struct winsize *size)
{
	struct call call = CALL(forkpty);
	void *prepared = process_fork_prepare();
	pid_t pid;

	do {
		libc_begin();
		pid = REAL(forkpty)(master, name, termios, size);
		libc_end();
	} while (pid < 0 && fd_exhausted(&call));
	if (pid == 0) {
		process_fork_child(prepared);
	} else {
		process_fork_parent(prepared, pid < 0);
		if (pid > 0)
			fd_opened(&call, *master, OBJECT_TTY, "/dev/ptmx", SLOT_WRITABLE);
	}
	return pid;
}

/* ---- exec -------------------------------------------------------------- */

/* The environment that a program is given, on the caller's stack. */
#define FOLLOWED(envp)                                                         \
	(process_env_bytes(envp) ?                                             \
		 process_env((envp), alloca(process_env_bytes(envp))) :        \
		 (envp))

int HOOK(execve)(const char *path, char *const argv[], char *const envp[])
{
	struct call call = CALL(execve);
	char *const *env = FOLLOWED(envp);
	int r;

	process_exec_leaks(&call, argv, envp);
	process_exec_begin();
	r = REAL(execve)(path, argv, env);
	process_exec_failed();
	return r;
}

int HOOK(execv)(const char *path, char *const argv[])
{
	struct call call = CALL(execv);
	char *const *env = FOLLOWED(environ);
	int r;

	process_exec_leaks(&call, argv, environ);
	process_exec_begin();
	r = REAL(execve)(path, argv, env);
	process_exec_failed();
	return r;
}

int HOOK(execvpe)(const char *file, char *const argv[], char *const envp[])
{
	struct call call = CALL(execvpe);
	char *const *env = FOLLOWED(envp);
	int r;

	process_exec_leaks(&call, argv, envp);
	process_exec_begin();
	r = REAL(execvpe)(file, argv, env);
	process_exec_failed();
	return r;
}

int HOOK(execvp)(const char *file, char *const argv[])
{
	struct call call = CALL(execvp);
	char *const *env = FOLLOWED(environ);
	int r;

	process_exec_leaks(&call, argv, environ);
	process_exec_begin();
	r = REAL(execvpe)(file, argv, env);
	process_exec_failed();
	return r;
}

int HOOK(fexecve)(int fd, char *const argv[], char *const envp[])
{
	struct call call = CALL(fexecve);
	char *const *env = FOLLOWED(envp);
	int r;

	if (fd_stale(&call, fd))
		return fail(EBADF);
	process_exec_leaks(&call, argv, envp);
	process_exec_begin();
	r = REAL(fexecve)(fd, argv, env);
	process_exec_failed();
	fd_failed(&call, fd);
	return r;
}

int HOOK(execveat)(int dir, const char *path, char *const argv[], char *const envp[], int flags)
{
	struct call call = CALL(execveat);
	char *const *env = FOLLOWED(envp);
	int r;

	if (fd_stale_dir(&call, dir, path))
		return fail(EBADF);
	process_exec_leaks(&call, argv, envp);
	process_exec_begin();
	r = REAL(execveat)(dir, path, argv, env, flags);
	process_exec_failed();
	return r;
}

/* execl and its kin: the arguments are counted, then laid out as an array. */
static size_t count_args(const char *first, va_list args)
{
	size_t n = 1;

	if (first) {
		while (va_arg(args, char *))
			n++;
		n++;
	}
	return n;
}

static void fill_args(char **argv, size_t n, const char *first, va_list args)
{
	argv[0] = (char *)first;
	for (size_t i = 1; i < n; i++)
		argv[i] = va_arg(args, char *);
}

int HOOK(execl)(const char *path, const char *arg, ...)
{
	va_list args;
	size_t n;

	va_start(args, arg);
	n = count_args(arg, args);
	va_end(args);

	char *argv[n];

	va_start(args, arg);
	fill_args(argv, n, arg, args);
	va_end(args);
	return HOOK(execv)(path, argv);
}

int HOOK(execlp)(const char *file, const char *arg, ...)
{
	va_list args;
	size_t n;

	va_start(args, arg);
	n = count_args(arg, args);
	va_end(args);

	char *argv[n];

	va_start(args, arg);
	fill_args(argv, n, arg, args);
	va_end(args);
	return HOOK(execvp)(file, argv);
}

int HOOK(execle)(const char *path, const char *arg, ...)
{
	char *const *envp;
	va_list args;
	size_t n;

	va_start(args, arg);
	n = count_args(arg, args);
	envp = va_arg(args, char *const *);
	va_end(args);

	char *argv[n];

	va_start(args, arg);
	fill_args(argv, n, arg, args);
	va_end(args);
	return HOOK(execve)(path, argv, envp);
}

/* ---- spawn ------------------------------------------------------------- */

int HOOK(posix_spawn)(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
		      const posix_spawnattr_t *attr, char *const argv[], char *const envp[])
{
	struct call call = CALL(posix_spawn);

	/* What file actions do to a descriptor is libc's secret. */
	if (!actions)
		process_exec_leaks(&call, argv, envp);
	return REAL(posix_spawn)(pid, path, actions, attr, argv, FOLLOWED(envp));
}

int HOOK(posix_spawnp)(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
		       const posix_spawnattr_t *attr, char *const argv[], char *const envp[])
{
	struct call call = CALL(posix_spawnp);

	/* What file actions do to a descriptor is libc's secret. */
	if (!actions)
		process_exec_leaks(&call, argv, envp);
	return REAL(posix_spawnp)(pid, file, actions, attr, argv, FOLLOWED(envp));
}
