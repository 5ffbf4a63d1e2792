/*
 * A child is killed with a descriptor of its own still open.
 *
 * expect: leak in=child object=device opened=open@main:OPENED
 */
#include "case.h"

#include <signal.h>

int main(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
		raise(SIGKILL);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return 0;
}
