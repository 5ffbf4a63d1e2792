/*
 * fstat on a standard stream asks whether it is there (CPython at its start,
 * git before it flushes for the last time).
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	struct stat st;

	for (int fd = 0; fd < 2; fd++) {
		CHECK(close(fd) == 0);
		CHECK_EBADF(fstat(fd, &st));
	}
	CHECK(open("/dev/null", O_RDONLY) == 0 && close(0) == 0);
	CHECK_EBADF(fstat(0, &st));
	return 0;
}
