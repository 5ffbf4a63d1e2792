/*
 * A copy at a chosen number is never closed.
 *
 * expect: leak fd=40 object=device opened=dup2@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0);
	CHECK(dup2(fd, 40) == 40); /* OPENED */
	CHECK(close(fd) == 0);
	return 0;
}
