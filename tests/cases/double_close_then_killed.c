/*
 * A finding is safe as soon as it is made, whatever comes next.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 * native: signal SIGKILL
 */
#include "case.h"

#include <signal.h>

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	raise(SIGKILL);
	return 0;
}
