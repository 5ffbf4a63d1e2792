/* Three leaks from three places. */
#include "api.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0);
	CHECK(open("/dev/zero", O_RDONLY) >= 0);
	CHECK(open("/dev/full", O_RDONLY) >= 0);
	return 0;
}
