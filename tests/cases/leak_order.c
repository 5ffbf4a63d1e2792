/*
 * Leaks that repeat come before single ones, and the larger first. (That the
 * list is in this order is checked for every document.)
 *
 * expect: leak opened=open@main:SINGLE
 * expect: leak count=2 opened=open@main:TWICE
 * expect: leak count=5 opened=open@main:FIVE
 * expect: leak opened=open@main:LATER
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* SINGLE */
	for (int i = 0; i < 2; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* TWICE */
	for (int i = 0; i < 5; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* FIVE */
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* LATER */
	return 0;
}
