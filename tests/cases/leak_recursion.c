/*
 * The same function three frames deep, each with its line.
 *
 * expect: leak opened=open@descend:OPENED<descend:AGAIN<descend:AGAIN<main:CALLED
 */
#include "case.h"

static __attribute__((noinline)) int descend(int depth)
{
	int sum = depth;

	if (depth == 0)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	else
		sum += descend(depth - 1); /* AGAIN */
	return sum;
}

int main(void)
{
	CHECK(descend(2) == 3); /* CALLED */
	return 0;
}
