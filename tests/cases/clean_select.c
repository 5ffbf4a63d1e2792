/*
 * After two thousand opens and closes the numbers are still small enough for
 * select, which cannot take any above 1023.
 */
#include "case.h"

#include <sys/select.h>

int main(void)
{
	struct timeval none = { 0, 0 };
	fd_set set;
	int ends[2];

	for (int i = 0; i < 2000; i++) {
		int fd = open("/dev/null", O_RDONLY);

		CHECK(fd >= 0 && fd < FD_SETSIZE);
		CHECK(close(fd) == 0);
	}
	CHECK(pipe(ends) == 0 && ends[0] < FD_SETSIZE && ends[1] < FD_SETSIZE);
	CHECK(write(ends[1], "x", 1) == 1);
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	CHECK(select(ends[0] + 1, &set, NULL, NULL, &none) == 1);
	CHECK(FD_ISSET(ends[0], &set));
	CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
	return 0;
}
