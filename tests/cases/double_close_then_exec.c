/*
 * The program closes twice and execs another, not forked before: its own bug,
 * in its own image.
 *
 * expect: double-close in=root object=device
 *     at=close@main:AT closed=close@main:CLOSED opened=open@main:OPENED
 * process: root exec
 * process: root exit 0
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	execlp("true", "true", NULL);
	return 1;
}
