/*
 * A close-all right after an ordinary close of a number just above its first:
 * the run turns round before it begins, and takes back what it had begun with.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && dup2(fd, 103) == 103 && close(103) == 0);
	CHECK(dup2(fd, 106) == 106 && close(fd) == 0);
	CHECK(close(106) == 0);
	for (int i = 103; i < 120; i++)
		close(i);
	return 0;
}
