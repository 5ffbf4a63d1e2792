/*
 * closefrom in the midst of work; what comes after has the numbers for itself.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && dup2(fd, 40) == 40 && dup2(fd, 41) == 41);
	CHECK(close(40) == 0);
	closefrom(3);
	for (int i = 0; i < 20; i++) {
		fd = open("/dev/zero", O_RDONLY);
		CHECK(fd >= 0 && close(fd) == 0);
	}
	closefrom(3);
	return 0;
}
