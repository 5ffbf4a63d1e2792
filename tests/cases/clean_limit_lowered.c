/*
 * The limit of descriptors falls while numbers above it are open, then rises.
 *
 * options: --checks=-exhausted
 */
#include "case.h"

#include <sys/resource.h>

int main(void)
{
	struct rlimit old, low;
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && getrlimit(RLIMIT_NOFILE, &old) == 0);
	CHECK(dup2(fd, 100) == 100 && dup2(fd, 101) == 101 && close(101) == 0);
	low = old;
	low.rlim_cur = 10;
	CHECK(setrlimit(RLIMIT_NOFILE, &low) == 0);
	CHECK(write(100, "x", 1) == 1 && close(100) == 0);
	for (int i = 0; i < 20; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK_EBADF(dup2(fd, 50));
	CHECK(setrlimit(RLIMIT_NOFILE, &old) == 0);
	CHECK(dup2(fd, 100) == 100 && close(100) == 0 && close(fd) == 0);
	return 0;
}
