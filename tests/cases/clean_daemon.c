/*
 * A daemon by libc's own daemon(), in which the program ends inside libc.
 */
#include "case.h"

int main(void)
{
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(daemon(1, 0) == 0);
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}
