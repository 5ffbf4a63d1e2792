/*
 * A constructor opens before main begins.
 *
 * expect: leak object=device opened=open@prepare:OPENED
 */
#include "case.h"

static __attribute__((constructor)) void prepare(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	return 0;
}
