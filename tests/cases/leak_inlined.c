/*
 * Optimised code: the frames of inlined functions are shown, each with its line.
 *
 * expect: leak opened=open@open_it:OPENED<with_retry:RETRY<load:LOAD<main:CALLED
 * cflags: -O2
 */
#include "case.h"

static inline __attribute__((always_inline)) int open_it(const char *path)
{
	return open(path, O_RDONLY); /* OPENED */
}

static inline __attribute__((always_inline)) int with_retry(const char *path)
{
	int fd = open_it(path); /* RETRY */

	return fd < 0 && errno == EINTR ? -2 : fd;
}

static __attribute__((noinline)) int load(void)
{
	int fd = with_retry("/dev/null"); /* LOAD */

	CHECK(fd >= 0);
	return 0;
}

int main(void)
{
	CHECK(load() == 0); /* CALLED */
	return 0;
}
