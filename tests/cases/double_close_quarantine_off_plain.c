/*
 * With no quarantine a double close that nobody gets between is found.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 * options: --quarantine 0
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
