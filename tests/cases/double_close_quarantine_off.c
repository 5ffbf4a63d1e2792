/*
 * With no quarantine numbers come back at once, as natively: the stray close
 * hits the next owner, and it is that one's close that is called the second.
 *
 * expect: double-close object=device path=/dev/zero
 *     at=close@main:INNOCENT closed=close@main:STRAY opened=open@main:NEXT
 * options: --quarantine=0
 */
#include "case.h"

int main(void)
{
	int next, fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && close(fd) == 0);
	next = open("/dev/zero", O_RDONLY); /* NEXT */
	CHECK(next == fd);
	CHECK(close(fd) == 0); /* STRAY */
	CHECK_EBADF(close(next)); /* INNOCENT */
	return 0;
}
