/*
 * dup2 and dup3 over an open number close it: one close each is left to do.
 */
#include "case.h"

int main(void)
{
	int null = open("/dev/null", O_RDWR), file = open("data", O_RDWR | O_CREAT, 0600);

	CHECK(null >= 0 && file >= 0);
	CHECK(dup2(null, file) == file);
	CHECK(write(file, "x", 1) == 1);
	CHECK(dup3(null, file, O_CLOEXEC) == file);
	CHECK(fcntl(file, F_GETFD) == FD_CLOEXEC);
	CHECK(close(file) == 0 && close(null) == 0);
	return 0;
}
