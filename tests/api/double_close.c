/* A double close, and then a line that must not be reached where errors halt. */
#include "api.h"

static void tell(void *ctx, const struct fdw_finding *finding)
{
	CHECK(ctx == NULL);
	dprintf(1, "told %s as %s\n", finding->kind, finding->severity);
}

int main(void)
{
	int fd = open_null();

	fdw_on_finding(tell, NULL);
	CHECK(open("/dev/zero", O_RDONLY) >= 0);
	CHECK(close(fd) == 0 && close(fd) == -1);
	CHECK(close(open_null()) == 0);
	puts("reached");
	return 0;
}
