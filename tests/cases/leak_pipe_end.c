/*
 * One end of a pipe is closed, the other is forgotten.
 *
 * expect: leak object=pipe count=1 opened=pipe@main:OPENED
 */
#include "case.h"

int main(void)
{
	int ends[2];

	CHECK(pipe(ends) == 0); /* OPENED */
	CHECK(close(ends[0]) == 0);
	return 0;
}
