/*
 * A daemon by hand that leaves open, too, what the program opened before it: one leak.
 *
 * expect: leak object=device path=/dev/null opened=open@main:OPENED
 * options: --wait
 */
#include "case.h"
#include "daemon_by_hand.h"

int main(void)
{
	int log = open("/dev/null", O_WRONLY); /* OPENED */
	int config = open("/dev/zero", O_RDONLY);
	pid_t root = getpid();

	CHECK(log >= 0 && config >= 0);
	if (fork() > 0)
		_exit(0);
	outlive(root);
	CHECK(close(config) == 0);
	return 0;
}
