/*
 * The wrong end of a pipe is closed twice, so that the other one leaks.
 *
 * expect: double-close object=pipe
 *     at=close@main:AT closed=close@main:CLOSED opened=pipe@main:OPENED
 * expect: leak object=pipe opened=pipe@main:OPENED
 */
#include "case.h"

int main(void)
{
	int ends[2];

	CHECK(pipe(ends) == 0); /* OPENED */
	CHECK(close(ends[0]) == 0); /* CLOSED */
	CHECK_EBADF(close(ends[0])); /* AT */
	return 0;
}
