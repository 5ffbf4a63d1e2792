/*
 * A copy made with dup3 over an open number takes its place, and stays.
 *
 * expect: leak fd=41 object=device path=/dev/null opened=dup3@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);
	int zero = open("/dev/zero", O_RDWR);

	CHECK(fd >= 0 && zero >= 0);
	CHECK(dup2(zero, 41) == 41);
	CHECK(dup3(fd, 41, O_CLOEXEC) == 41); /* OPENED */
	CHECK(close(fd) == 0 && close(zero) == 0);
	return 0;
}
