/*
 * Six adjacent closes are a close-all, also where the first of them is of a
 * number that was closed before: that is known only with the sixth.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 100) == 100 && close(100) == 0);
	CHECK(close(fd) == 0);
	for (int i = 100; i < 106; i++)
		close(i);
	return 0;
}
