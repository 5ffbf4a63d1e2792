/*
 * Another thread closes the number that a stream owns.
 *
 * expect: owner-mismatch object=file owner=FILE
 *     at=close@sweep:AT%sweeper opened=tmpfile@main:OPENED owned=tmpfile@main:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *sweep(void *fd)
{
	pthread_setname_np(pthread_self(), "sweeper");
	CHECK(close(*(int *)fd) == 0); /* AT */
	return NULL;
}

int main(void)
{
	FILE *file = tmpfile(); /* OPENED */
	pthread_t thread;
	int fd;

	CHECK(file);
	fd = fileno(file);
	CHECK(pthread_create(&thread, NULL, sweep, &fd) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	return 0;
}
