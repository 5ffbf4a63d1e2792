/*
 * One thread closes, another still writes.
 *
 * expect: use-after-close object=pipe
 *     at=write@writer:AT%writer closed=close@main:CLOSED opened=pipe@main:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *writer(void *fd)
{
	pthread_setname_np(pthread_self(), "writer");
	CHECK_EBADF(write(*(int *)fd, "x", 1)); /* AT */
	return NULL;
}

int main(void)
{
	int ends[2];
	pthread_t thread;

	CHECK(pipe(ends) == 0); /* OPENED */
	CHECK(close(ends[1]) == 0); /* CLOSED */
	CHECK(pthread_create(&thread, NULL, writer, &ends[1]) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(close(ends[0]) == 0);
	return 0;
}
