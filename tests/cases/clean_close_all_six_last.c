/*
 * Six adjacent closes, the last of a number that was closed before.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 105) == 105 && close(105) == 0);
	CHECK(close(fd) == 0);
	for (int i = 100; i < 106; i++)
		close(i);
	return 0;
}
