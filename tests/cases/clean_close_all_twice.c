/*
 * The whole range is closed, and once more by whoever wants to be sure.
 */
#include "case.h"

static void close_all(void)
{
	for (int fd = 3; fd < 64; fd++)
		close(fd);
}

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	for (int i = 10; i < 30; i++)
		CHECK(dup2(fd, i) == i);
	close_all();
	close_all();
	return 0;
}
