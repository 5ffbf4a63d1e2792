/* A double close, and then a line that must not be reached where errors halt. */
#include "api.h"

int main(void)
{
	int fd = open_null();

	CHECK(open("/dev/zero", O_RDONLY) >= 0);
	CHECK(close(fd) == 0 && close(fd) == -1);
	CHECK(close(open_null()) == 0);
	puts("reached");
	return 0;
}
