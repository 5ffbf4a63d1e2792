/*
 * The caller closes what the function that it called has closed already.
 *
 * expect: double-close object=file path=data count=1
 *     at=close@main:AT closed=close@finish:CLOSED<main:CALLED
 *     opened=open@begin:OPENED<main:BEGUN
 * stats: opens=1 closes=1 open=0
 */
#include "case.h"

static int begin(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	return fd;
}

static void finish(int fd)
{
	CHECK(write(fd, "x", 1) == 1);
	CHECK(close(fd) == 0); /* CLOSED */
}

int main(void)
{
	int fd = begin(); /* BEGUN */

	finish(fd); /* CALLED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
