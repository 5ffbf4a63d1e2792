/* syscall.c, raw.c: processes by the bare system call. */
#include "row.h"

#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/sys.h"

static char *const none[] = { NULL };

/* ---- Begun ------------------------------------------------------------- */

MAKES_AS(syscall, clone3, .object = "pidfd")
{
	int pidfd = -1, status;
	struct clone_args args = {
		.flags = CLONE_PIDFD, .pidfd = (uintptr_t)&pidfd, .exit_signal = SIGCHLD,
	};
	long pid = syscall(SYS_clone3, &args, sizeof(args));

	if (pid == 0)
		_exit(0);
	CHECK(pid > 0 && pidfd >= 0 && waitpid((pid_t)pid, &status, 0) == pid && status == 0);
}

MAKES_AS(syscall, clone, .object = "pidfd")
{
	int pidfd = -1, status;
	long pid = syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, NULL, &pidfd, NULL, NULL);

	if (pid == 0)
		_exit(0);
	CHECK(pid > 0 && pidfd >= 0 && waitpid((pid_t)pid, &status, 0) == pid && status == 0);
}

#ifdef __x86_64__
QUIET_AS(syscall, fork)
{
	int status;
	long pid = syscall(SYS_fork);

	if (pid == 0) {
		(void)close(fresh());
		_exit(0);
	}
	CHECK(pid > 0 && waitpid((pid_t)pid, &status, 0) == pid && status == 0);
}
#endif

/* ---- Ended ------------------------------------------------------------- */

/*
 * A child that closes behind our back and ends: its end is seen, so what it
 * still has is looked at, and that descriptor is none of it.
 */
#define QUIET_END(name)                                                        \
	QUIET_AS(syscall, name)                                                \
	{                                                                      \
		pid_t pid = fork();                                            \
                                                                               \
		if (pid == 0) {                                                \
			CHECK(sys_close(fresh()) == 0);                        \
			syscall(SYS_##name, 5);                                \
		}                                                              \
		check_child(pid, 5);                                           \
	}

QUIET_END(exit)
QUIET_END(exit_group)

/* ---- Another program --------------------------------------------------- */

QUIET_AS(syscall, execve)
{
	char *const argv[] = { (char *)"true", NULL };
	pid_t pid;

	CHECK(syscall(SYS_execve, "no such program", none, none) == -1 && errno == ENOENT);
	pid = fork();
	if (pid == 0) {
		syscall(SYS_execve, "/bin/true", argv, environ);
		_exit(1);
	}
	check_child(pid, 0);
}

USES_AS(syscall, execveat) { CHECK_EBADF(syscall(SYS_execveat, stale(), "x", none, none, 0)); }

/* ---- Restricted -------------------------------------------------------- */

QUIET_AS(syscall, prctl)
{
	char name[16] = "";

	CHECK(syscall(SYS_prctl, PR_GET_NAME, name) == 0 && name[0]);
}

#ifdef SYS_setrlimit
QUIET_AS(syscall, setrlimit)
{
	struct rlimit limit;

	CHECK(getrlimit(RLIMIT_AS, &limit) == 0);
	CHECK(syscall(SYS_setrlimit, RLIMIT_AS, &limit) == 0 && close(fresh()) == 0);
}
#endif

QUIET_AS(syscall, prlimit64)
{
	struct rlimit limit;

	CHECK(getrlimit(RLIMIT_AS, &limit) == 0);
	CHECK(syscall(SYS_prlimit64, 0, RLIMIT_AS, &limit, NULL) == 0 && close(fresh()) == 0);
}

/* A filter that lets all pass; the descriptor is its supervisor's. */
MAKES_AS(syscall, seccomp)
{
	struct sock_filter all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { 1, &all };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
		long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
				  SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
		_exit(fd >= 0 ? 0 : errno);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	if (WEXITSTATUS(status) == EINVAL || WEXITSTATUS(status) == ENOSYS)
		SKIP("no listeners of filters in this kernel");
	CHECK(WEXITSTATUS(status) == 0);
}
