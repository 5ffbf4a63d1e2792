/*
 * Two close-alls in a row in opposite directions, dead numbers at the turn.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && close(fd) == 0);
	for (int i = 3; i < 20; i++)
		close(i);
	for (int i = 19; i >= 3; i--)
		close(i);
	return 0;
}
