/*
 * A file is renamed while it is still open for writing, after a sync: as redis
 * and rustc do, and right.
 */
#include "case.h"

int main(void)
{
	int fd = open("new", O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0 && write(fd, "data", 4) == 4 && fdatasync(fd) == 0);
	CHECK(rename("new", "old") == 0);
	CHECK(close(fd) == 0);
	return 0;
}
