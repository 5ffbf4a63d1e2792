/*
 * A close-all that asks of each number first whether it is open.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 50) == 50 && close(50) == 0);
	CHECK(dup2(fd, 60) == 60);
	for (int i = 3; i < 100; i++)
		if (fcntl(i, F_GETFD) != -1)
			CHECK(close(i) == 0);
	return 0;
}
