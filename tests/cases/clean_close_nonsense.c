/*
 * Closing a negative number, or one that was never open, is no bug.
 */
#include "case.h"

#include <limits.h>

int main(void)
{
	CHECK_EBADF(close(-1));
	CHECK_EBADF(close(INT_MIN));
	CHECK_EBADF(close(INT_MAX));
	CHECK_EBADF(close(1000));
	CHECK_EBADF(close(3));
	return 0;
}
