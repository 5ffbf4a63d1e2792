/*
 * A close-all that leaves out every other number. (Holes are allowed.)
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 104) == 104 && close(104) == 0);
	CHECK(close(fd) == 0);
	for (int i = 100; i < 120; i += 2)
		close(i);
	return 0;
}
