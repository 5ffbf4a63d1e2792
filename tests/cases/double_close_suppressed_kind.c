/*
 * Only leaks are asked for: the double close goes unreported.
 *
 * expect: leak object=device opened=open@main:OPENED
 * options: --checks leak
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && close(fd) == 0);
	CHECK_EBADF(close(fd));
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return 0;
}
