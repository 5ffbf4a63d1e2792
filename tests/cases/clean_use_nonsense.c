/*
 * So is any other call on such a number, unless bad-descriptor is asked for.
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	struct stat status;
	char byte;

	CHECK_EBADF(read(-1, &byte, 1));
	CHECK_EBADF(write(700, "x", 1));
	CHECK_EBADF(fstat(700, &status));
	CHECK_EBADF(lseek(-1, 0, SEEK_SET));
	CHECK_EBADF(dup(700));
	CHECK_EBADF(dup2(-1, 5));
	CHECK_EBADF(fcntl(700, F_SETFL, 0));
	CHECK_EBADF(openat(700, "x", O_RDONLY));
	return 0;
}
