/*
 * A worker forked after the daemon was another user now and then leaks: found as before.
 *
 * expect: leak in=child object=device opened=open@work:OPENED
 */
#include "case.h"

static void work(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	pid_t pid;

	if (geteuid() != 0)
		return STATUS_SKIPPED;
	for (int i = 0; i < 3; i++)
		CHECK(seteuid(65534) == 0 && seteuid(0) == 0);
	pid = fork();
	if (pid == 0) {
		work();
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}
