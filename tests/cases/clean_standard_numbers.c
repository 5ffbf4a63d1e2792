/*
 * 0, 1 and 2 are filled anew and stay open: dup2 over them, and the idiom of
 * close and open, which counts on the lowest number.
 *
 * stdout: before
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	puts("before");
	CHECK(fflush(stdout) == 0 && fd >= 0);
	CHECK(dup2(fd, 0) == 0 && dup2(fd, 1) == 1);
	CHECK(close(2) == 0 && dup(fd) == 2);
	CHECK(close(fd) == 0);
	return 0;
}
