/*
 * Parent and child close their copies of the same number: one close each.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);
	pid_t pid;

	CHECK(fd >= 0);
	pid = fork();
	if (pid == 0) {
		CHECK(close(fd) == 0);
		exit(0);
	}
	CHECK(close(fd) == 0);
	check_child(pid, 0);
	return 0;
}
