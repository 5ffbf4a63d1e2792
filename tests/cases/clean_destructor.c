/*
 * A destructor, the last of the program's code to run, closes: it counts too.
 */
#include "case.h"

static int fd = -1;

static __attribute__((constructor)) void begin(void)
{
	CHECK((fd = open("/dev/null", O_RDONLY)) >= 0);
}

static __attribute__((destructor)) void finish(void)
{
	CHECK(close(fd) == 0);
}

int main(void)
{
	return 0;
}
