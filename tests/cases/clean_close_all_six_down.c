/*
 * Six adjacent closes downwards, three of numbers that were closed before.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	for (int i = 100; i < 106; i++)
		CHECK(dup2(fd, i) == i);
	CHECK(close(105) == 0 && close(102) == 0 && close(100) == 0);
	CHECK(close(fd) == 0);
	for (int i = 105; i >= 100; i--)
		close(i);
	return 0;
}
