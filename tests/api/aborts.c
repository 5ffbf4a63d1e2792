/*
 * How a child ends that an error ends, as this program's status: 23 for SIGABRT. It is
 * blocked there, and has a handler: that runs once, makes an error of its own, and returns.
 */
#include "api.h"

#include <signal.h>

static int stale;

static void use(void)
{
	char byte;

	CHECK(read(stale, &byte, 1) == -1 && errno == EBADF);
}

static void handler(int signal)
{
	(void)signal;
	dprintf(1, "handled\n");
	use();
}

static void fail(void)
{
	sigset_t set;

	CHECK(signal(SIGABRT, handler) != SIG_ERR);
	CHECK(sigemptyset(&set) == 0 && sigaddset(&set, SIGABRT) == 0);
	CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
	stale = open_null();
	CHECK(close(stale) == 0);
	use();
	dprintf(1, "reached\n");
	_exit(0);
}

int main(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		fail();
	CHECK(waitpid(pid, &status, 0) == pid);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGABRT ? 23 : 98;
	return WEXITSTATUS(status);
}
