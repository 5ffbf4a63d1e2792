/*
 * A stripped program has no names and no lines: found all the same.
 *
 * expect: leak object=device opened=?
 * cflags: -g0 -s
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0);
	return 0;
}
