/*
 * A forked child that goes on opens and forgets.
 *
 * expect: leak in=child object=device opened=open@child:OPENED<main:CALLED
 * process: root exit 0
 * process: child exit 0
 */
#include "case.h"

static __attribute__((noinline)) void child(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		child(); /* CALLED */
		exit(0);
	}
	check_child(pid, 0);
	return 0;
}
