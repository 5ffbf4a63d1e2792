/*
 * A task made by clone that shares memory and descriptors closes what its
 * maker closes again.
 *
 * expect: double-close at=close@main:AT closed=close@task:CLOSED opened=open@main:OPENED
 * stats: opens=1 closes=1
 */
#include "case.h"

#include <sched.h>
#include <signal.h>

static char stack[64 << 10] __attribute__((aligned(16)));

static int task(void *fd)
{
	return close(*(int *)fd); /* CLOSED */
}

int main(void)
{
	int fd = open("/dev/null", O_RDONLY); /* OPENED */
	int status;
	pid_t pid = clone(task, stack + sizeof(stack), CLONE_VM | CLONE_FILES | SIGCHLD, &fd);

	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
