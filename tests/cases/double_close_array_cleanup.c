/*
 * An array of four is closed in its cleanup, one of them for the second time.
 *
 * expect: double-close object=eventfd at=close@cleanup:AT<main:CLEANUP
 *     closed=close@main:CLOSED opened=eventfd@main:OPENED
 */
#include "case.h"

#include <sys/eventfd.h>

static __attribute__((noinline)) void cleanup(const int *fds, int count)
{
	while (count > 0)
		close(fds[--count]); /* AT */
}

int main(void)
{
	int fds[4];

	for (int i = 0; i < 4; i++)
		CHECK((fds[i] = eventfd(0, 0)) >= 0); /* OPENED */
	CHECK(close(fds[2]) == 0); /* CLOSED */
	cleanup(fds, 4); /* CLEANUP */
	return 0;
}
