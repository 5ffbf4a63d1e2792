/*
 * wait and its kin: how a child ended that was killed, and so could not say.
 * waitid is in other.c: with P_PIDFD it uses a descriptor (wait(2)).
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include "hooks/hooks.h"
#include "runtime/lifecycle.h"

pid_t HOOK(wait)(int *status)
{
	int mine = 0;
	pid_t pid = REAL(wait)(&mine);

	if (pid > 0)
		process_child_ended(pid, mine);
	if (status && pid > 0)
		*status = mine;
	return pid;
}

pid_t HOOK(waitpid)(pid_t which, int *status, int flags)
{
	int mine = 0;
	pid_t pid = REAL(waitpid)(which, &mine, flags);

	if (pid > 0)
		process_child_ended(pid, mine);
	if (status && pid > 0)
		*status = mine;
	return pid;
}

pid_t HOOK(wait3)(int *status, int flags, struct rusage *usage)
{
	int mine = 0;
	pid_t pid = REAL(wait3)(&mine, flags, usage);

	if (pid > 0)
		process_child_ended(pid, mine);
	if (status && pid > 0)
		*status = mine;
	return pid;
}

pid_t HOOK(wait4)(pid_t which, int *status, int flags, struct rusage *usage)
{
	int mine = 0;
	pid_t pid = REAL(wait4)(which, &mine, flags, usage);

	if (pid > 0)
		process_child_ended(pid, mine);
	if (status && pid > 0)
		*status = mine;
	return pid;
}
