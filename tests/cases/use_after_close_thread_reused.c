/*
 * A worker's descriptor is closed under it, and another thread opens its own.
 *
 * expect: use-after-close object=pipe
 *     at=read@work:AT%worker closed=close@main:CLOSED opened=pipe@main:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *work(void *fd)
{
	char byte;
	ssize_t size;

	pthread_setname_np(pthread_self(), "worker");
	size = read(*(int *)fd, &byte, 1); /* AT */
	CHECK(size <= 0);
	return NULL;
}

int main(void)
{
	int ends[2], other;
	pthread_t thread;

	CHECK(pipe(ends) == 0); /* OPENED */
	CHECK(close(ends[0]) == 0); /* CLOSED */
	other = open("/dev/null", O_RDONLY);
	CHECK(other >= 0);
	CHECK(pthread_create(&thread, NULL, work, &ends[0]) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(close(other) == 0 && close(ends[1]) == 0);
	return 0;
}
