/*
 * A close-all loop is quiet about what it passes over; whoever closes one of
 * its numbers later is told. (Who closed it first need not be known: no
 * backtrace is taken for each number of a loop.)
 *
 * expect: double-close fd=80 object=device
 *     at=close@main:AT closed=? opened=dup2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int null = open("/dev/null", O_RDWR);

	CHECK(null >= 0);
	CHECK(dup2(null, 80) == 80); /* OPENED */
	for (int fd = 3; fd < 128; fd++)
		close(fd);
	CHECK(access(".", F_OK) == 0);
	CHECK_EBADF(close(80)); /* AT */
	return 0;
}
