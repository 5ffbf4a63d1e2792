/*
 * With all kinds asked for, notes come beside errors; errors make the status.
 *
 * expect: bad-descriptor fd=500 at=write@main:NOTE
 * expect: leak object=device opened=open@main:OPENED
 * options: --checks all
 */
#include "case.h"

int main(void)
{
	CHECK_EBADF(write(500, "x", 1)); /* NOTE */
	CHECK(open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0); /* OPENED */
	return 0;
}
