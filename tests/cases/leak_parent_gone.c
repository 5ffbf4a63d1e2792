/*
 * The parent closes what it opened; the copy in the child, which goes on
 * without it, is no leak. What the child opens itself is.
 *
 * expect: leak in=child object=device path=/dev/zero opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDONLY);
	pid_t pid = fork();

	if (pid == 0) {
		CHECK(open("/dev/zero", O_RDONLY) >= 0); /* OPENED */
		_exit(0);
	}
	CHECK(close(fd) == 0);
	check_child(pid, 0);
	return 0;
}
