/*
 * A descriptor inherited at start is closed, and the number used anew: the new
 * one is the program's own.
 *
 * expect: leak fd=7 path=/dev/zero opened=dup2@main:OPENED
 * shell: exec "$@" 7</dev/null
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/zero", O_RDONLY);

	CHECK(fd >= 0 && close(7) == 0);
	CHECK(dup2(fd, 7) == 7); /* OPENED */
	CHECK(close(fd) == 0);
	return 0;
}
