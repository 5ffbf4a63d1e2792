/*
 * A handler at exit opens: still open when the process has ended.
 *
 * expect: leak object=device opened=open@at_exit:OPENED
 */
#include "case.h"

static void at_exit(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
}

int main(void)
{
	CHECK(atexit(at_exit) == 0);
	return 0;
}
