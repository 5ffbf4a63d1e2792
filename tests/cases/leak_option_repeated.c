/*
 * With --leaks=repeated a single one does not count.
 *
 * expect: leak count=2 opened=open@main:TWICE
 * options: --leaks repeated
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0);
	for (int i = 0; i < 2; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* TWICE */
	return 0;
}
