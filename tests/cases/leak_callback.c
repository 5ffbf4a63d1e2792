/*
 * A function called back by libc leaks.
 *
 * expect: leak object=device opened=open@compare:OPENED
 */
#include "case.h"

static int compare(const void *a, const void *b)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return *(const int *)a - *(const int *)b;
}

int main(void)
{
	int pair[] = { 2, 1 };

	qsort(pair, 2, sizeof(pair[0]), compare);
	CHECK(pair[0] == 1);
	return 0;
}
