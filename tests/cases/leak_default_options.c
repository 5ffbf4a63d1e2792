/*
 * The program's own options ask for one kind alone. (A preloaded library sees
 * the function only if the program exports it.)
 *
 * expect: leak object=device opened=open@main:OPENED
 * ldflags: -rdynamic
 */
#include "case.h"

const char *fdw_default_options(void);

const char *fdw_default_options(void)
{
	return "checks=leak";
}

int main(void)
{
	int fd = open("/dev/null", O_RDONLY);

	CHECK(fd >= 0 && close(fd) == 0);
	CHECK_EBADF(close(fd));
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return 0;
}
