/*
 * A C++ exception unwinds through the guard that closes, and the handler
 * closes again. That it is caught at all shows that unwinding is the
 * program's own.
 *
 * expect: double-close object=device
 *     at=close@main:AT "closed=close@*Guard::~Guard():CLOSED" opened=open@main:OPENED
 */
#include "case.h"

#include <stdexcept>

struct Guard {
	int fd;

	__attribute__((noinline)) ~Guard()
	{
		CHECK(close(fd) == 0); /* CLOSED */
	}
};

static __attribute__((noinline)) void parse(int fd)
{
	Guard guard = { fd };

	throw std::runtime_error("no such field");
}

int main()
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	CHECK(fd >= 0);
	try {
		parse(fd);
	} catch (const std::runtime_error &) {
		CHECK_EBADF(close(fd)); /* AT */
	}
	return 0;
}
