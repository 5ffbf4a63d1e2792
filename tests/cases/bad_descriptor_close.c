/*
 * Closing a number that was never open is a note, where notes are asked for.
 *
 * expect: bad-descriptor fd=9999 at=close@main:AT
 * options: --checks=+bad-descriptor
 */
#include "case.h"

int main(void)
{
	CHECK_EBADF(close(9999)); /* AT */
	return 0;
}
