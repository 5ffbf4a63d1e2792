/*
 * fdopen and fdopendir that fail take nothing over: the caller closes.
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0);
	CHECK(!fdopen(fd, "bw") && errno == EINVAL);
	CHECK(!fdopendir(fd) && errno == ENOTDIR);
	CHECK(close(fd) == 0);
	CHECK(!fopen("no/such/file", "r") && errno == ENOENT);
	CHECK(!opendir("no/such/directory") && errno == ENOENT);
	return 0;
}
