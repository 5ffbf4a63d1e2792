/*
 * A closed number has no name under /proc/self/fd, nor can it be opened there.
 */
#include "case.h"

int main(void)
{
	char path[64], target[64];
	int fd = open("/dev/null", O_RDONLY);

	CHECK(fd >= 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK(access(path, F_OK) == 0);
	CHECK(readlink(path, target, sizeof(target)) == 9);
	CHECK(close(fd) == 0);
	CHECK(access(path, F_OK) == -1 && errno == ENOENT);
	CHECK(readlink(path, target, sizeof(target)) == -1 && errno == ENOENT);
	CHECK(open(path, O_RDONLY) == -1 && errno == ENOENT);
	return 0;
}
