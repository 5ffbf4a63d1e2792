/*
 * A daemon closes every number at its start, most of which were never open and
 * some of which it closed before.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 20) == 20 && dup2(fd, 21) == 21 && dup2(fd, 900) == 900);
	CHECK(close(20) == 0);
	CHECK(access(".", F_OK) == 0);
	for (int i = 3; i < 1024; i++)
		close(i);
	CHECK_EBADF(fcntl(21, F_GETFD));
	CHECK_EBADF(fcntl(900, F_GETFD));
	return 0;
}
