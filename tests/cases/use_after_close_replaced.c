/*
 * dup2 over a closed number gives it out again by name: uses of it are right,
 * and after its close wrong again, with that close as the one to blame.
 *
 * expect: use-after-close fd=70 object=device path=/dev/zero
 *     at=write@main:AT closed=close@main:CLOSED opened=dup2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int null = open("/dev/null", O_RDWR);
	int zero = open("/dev/zero", O_RDWR);

	CHECK(null >= 0 && zero >= 0);
	CHECK(dup2(null, 70) == 70);
	CHECK(close(70) == 0);
	CHECK(dup2(zero, 70) == 70); /* OPENED */
	CHECK(write(70, "x", 1) == 1);
	CHECK(close(70) == 0); /* CLOSED */
	CHECK_EBADF(write(70, "x", 1)); /* AT */
	CHECK(close(null) == 0 && close(zero) == 0);
	return 0;
}
