/*
 * exec that fails leaves the program as it was: what it has open it still
 * has to close, and may.
 *
 * process: root exit 0
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	CHECK(fd >= 0);
	CHECK(execl("./no such program", "no", NULL) == -1 && errno == ENOENT);
	CHECK(write(fd, "x", 1) == 1 && close(fd) == 0);
	return 0;
}
