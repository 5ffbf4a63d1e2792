/*
 * With an absolute path the kernel does not look at the directory: a closed
 * one does no harm.
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	struct stat status;
	int fd, dir = open(".", O_RDONLY | O_DIRECTORY);

	CHECK(dir >= 0 && close(dir) == 0);
	fd = openat(dir, "/dev/null", O_RDONLY);
	CHECK(fd >= 0 && close(fd) == 0);
	CHECK(fstatat(dir, "/dev/null", &status, 0) == 0);
	CHECK(faccessat(dir, "/dev/null", F_OK, 0) == 0);
	CHECK(readlinkat(dir, "/proc/self/exe", (char[1]){ 0 }, 1) == 1);
	return 0;
}
