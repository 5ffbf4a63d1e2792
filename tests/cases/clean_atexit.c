/*
 * A handler at exit closes what main opened: it counts.
 */
#include "case.h"

static int fd = -1;

static void at_exit(void)
{
	CHECK(close(fd) == 0);
}

int main(void)
{
	CHECK(atexit(at_exit) == 0);
	CHECK((fd = open("/dev/null", O_RDONLY)) >= 0);
	return 0;
}
