/*
 * Two adjacent numbers, each closed twice in turn: four closes, two of them wrong.
 *
 * expect: double-close count=2 object=pipe
 *     at=close@main:AT closed=close@main:CLOSED opened=pipe@main:OPENED
 */
#include "case.h"

int main(void)
{
	int ends[2];

	CHECK(pipe(ends) == 0); /* OPENED */
	for (int i = 0; i < 2; i++)
		CHECK(close(ends[i]) == 0); /* CLOSED */
	for (int i = 0; i < 2; i++)
		CHECK_EBADF(close(ends[i])); /* AT */
	return 0;
}
