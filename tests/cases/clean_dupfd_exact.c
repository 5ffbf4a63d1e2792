/*
 * F_DUPFD from a number that was just closed: it is free, so it is that one.
 *
 * stdout: 10 10 11
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR), first, second, third;

	CHECK(fd >= 0 && dup2(fd, 10) == 10 && close(10) == 0);
	first = fcntl(fd, F_DUPFD, 10);
	CHECK(close(first) == 0);
	second = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	third = fcntl(fd, F_DUPFD, 10);
	printf("%d %d %d\n", first, second, third);
	CHECK(close(second) == 0 && close(third) == 0 && close(fd) == 0);
	return 0;
}
