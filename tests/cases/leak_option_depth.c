/*
 * Stacks cut at two frames: places that differ further out are one.
 *
 * expect: leak count=2 opened=open@inner:OPENED<outer:OUTER
 * options: --depth 2
 */
#include "case.h"

static __attribute__((noinline)) void inner(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

static __attribute__((noinline)) void outer(void)
{
	inner(); /* OUTER */
	CHECK(access(".", F_OK) == 0);
}

int main(void)
{
	outer();
	outer();
	return 0;
}
