/*
 * Two calls on one line have two return addresses, and read the same: one finding.
 *
 * expect: leak count=2 opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int a, b;

	a = open("/dev/null", O_RDONLY), b = open("/dev/null", O_RDONLY); /* OPENED */
	CHECK(a >= 0 && b >= 0 && a != b);
	return 0;
}
