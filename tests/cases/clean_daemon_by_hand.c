/*
 * A daemon by hand, forked twice: what was open before is closed by who goes on.
 *
 * options: --wait
 * process: root exit 0
 * process: child exit 0
 * process: child exit 0
 */
#include "case.h"
#include "daemon_by_hand.h"

int main(void)
{
	int log = open("/dev/null", O_WRONLY), config = open("/dev/zero", O_RDONLY);
	pid_t root = getpid(), middle;

	CHECK(log >= 0 && config >= 0);
	if (fork() > 0)
		return 0;
	outlive(root);
	CHECK(setsid() > 0);
	middle = getpid();
	if (fork() > 0)
		_exit(0);
	outlive(middle);
	CHECK(close(config) == 0);
	/* Its number is another's by now. */
	CHECK(dup2(0, config) == config && close(config) == 0);
	CHECK(close(log) == 0);
	return 0;
}
