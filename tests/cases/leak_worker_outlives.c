/*
 * A worker that outlives the program by accident and closes its copy: the program, which
 * went on after the fork, answers for what it opened.
 *
 * expect: leak object=device path=/dev/null opened=open@main:OPENED
 * options: --wait
 */
#include "case.h"
#include "daemon_by_hand.h"

int main(void)
{
	int fd = open("/dev/null", O_WRONLY); /* OPENED */
	pid_t root = getpid();

	CHECK(fd >= 0);
	if (fork() > 0) {
		CHECK(close(open("/dev/zero", O_RDONLY)) == 0);
		return 0;
	}
	outlive(root);
	CHECK(close(fd) == 0);
	return 0;
}
