/* clone, as a maker; what the child shares is in tests/cases (clone). */
#include <sched.h>
#include <signal.h>

#include "row.h"

static char stack[64 << 10] __attribute__((aligned(16)));

static int ends(void *status)
{
	return *(int *)status;
}

MAKES(clone, .object = "pidfd")
{
	int pidfd = -1, status = 7;
	pid_t pid = clone(ends, stack + sizeof(stack), CLONE_PIDFD | SIGCHLD, &status, &pidfd, NULL,
			  NULL);

	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7 && pidfd > 2);
}

QUIET_AS(clone, wrong)
{
	CHECK(clone(ends, NULL, SIGCHLD, NULL) == -1 && errno == EINVAL);
	CHECK(clone(NULL, stack + sizeof(stack), SIGCHLD, NULL) == -1 && errno == EINVAL);
}
