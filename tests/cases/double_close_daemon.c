/*
 * A daemon that outlives the program closes twice. --wait waits for it.
 *
 * expect: double-close in=child object=device
 *     at=close@serve:AT closed=close@serve:CLOSED opened=open@serve:OPENED
 * options: --wait
 */
#include "case.h"

#include <poll.h>

static void serve(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	poll(NULL, 0, 50);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
}

int main(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		setsid();
		if (fork() == 0) {
			serve();
			_exit(6);
		}
		_exit(0);
	}
	check_child(pid, 0);
	return 0;
}
