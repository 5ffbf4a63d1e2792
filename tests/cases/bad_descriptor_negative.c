/*
 * Closing a negative number: quiet by default, a note where they are asked for.
 *
 * expect: bad-descriptor fd=-1 count=2 at=close@main:AT
 * options: --checks=+bad-descriptor
 */
#include "case.h"

int main(void)
{
	for (int i = 0; i < 2; i++)
		CHECK_EBADF(close(-1)); /* AT */
	return 0;
}
