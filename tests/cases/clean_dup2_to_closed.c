/*
 * A number is closed, filled again with dup2, and closed: by name, so that it
 * is that very number.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	for (int i = 0; i < 20; i++) {
		CHECK(dup2(fd, 33) == 33);
		CHECK(write(33, "x", 1) == 1);
		CHECK(close(33) == 0);
	}
	CHECK(close(fd) == 0);
	return 0;
}
