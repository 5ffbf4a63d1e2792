/*
 * A number inherited at start is closed twice: who opened it is not known.
 *
 * expect: double-close fd=7
 *     at=close@main:AT closed=close@main:CLOSED opened=?
 * shell: exec "$@" 7</dev/null
 */
#include "case.h"

int main(void)
{
	CHECK(close(7) == 0); /* CLOSED */
	CHECK_EBADF(close(7)); /* AT */
	return 0;
}
