/*
 * Standard input is closed and its number given out again: what stands at 0 to
 * 2 at the end is no leak, what stands at 3 is.
 *
 * expect: leak fd=3 object=device path=/dev/zero opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(close(0) == 0);
	CHECK(open("/dev/full", O_RDONLY) == 0);
	CHECK(open("/dev/zero", O_RDONLY) == 3); /* OPENED */
	return 0;
}
