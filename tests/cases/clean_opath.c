/*
 * O_PATH descriptors, used as directories and reopened through /proc.
 */
#include "case.h"

#include <sys/stat.h>

int main(void)
{
	int fd, path = open(".", O_PATH | O_DIRECTORY);
	struct stat status;
	char name[32];

	CHECK(path >= 0 && fstat(path, &status) == 0);
	fd = openat(path, "inside", O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0 && close(fd) == 0);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", path);
	fd = open(name, O_RDONLY | O_DIRECTORY);
	CHECK(fd >= 0 && close(fd) == 0);
	CHECK_EBADF(read(path, name, 1));
	CHECK(close(path) == 0);
	return 0;
}
