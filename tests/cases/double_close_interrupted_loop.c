/*
 * Two closes of one number amid work on others, which lie next to it and are
 * closed later: no run of closes, as descriptors are made in between.
 *
 * expect: double-close object=device path=/dev/full at=close@main:AT
 *     closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int stray = open("/dev/full", O_RDWR), fds[8], other; /* OPENED */

	for (int i = 0; i < 8; i++)
		CHECK((fds[i] = open("/dev/null", O_RDWR)) >= 0);
	CHECK(close(stray) == 0); /* CLOSED */
	CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
	CHECK_EBADF(close(stray)); /* AT */
	CHECK((other = open("/dev/zero", O_RDONLY)) >= 0);
	for (int i = 2; i < 8; i++)
		CHECK(close(fds[i]) == 0);
	CHECK(close(other) == 0);
	return 0;
}
