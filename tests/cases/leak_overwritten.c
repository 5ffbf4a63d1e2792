/*
 * The variable is used for a second file before the first is closed.
 *
 * expect: leak path=first object=file opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd;

	fd = open("first", O_RDWR | O_CREAT, 0600); /* OPENED */
	CHECK(fd >= 0);
	fd = open("second", O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0);
	CHECK(close(fd) == 0);
	return 0;
}
