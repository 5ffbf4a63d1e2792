/*
 * A second thread closes what the first one has closed.
 *
 * expect: double-close object=device
 *     at=close@second:AT%second closed=close@first:CLOSED%first opened=open@main:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *first(void *fd)
{
	pthread_setname_np(pthread_self(), "first");
	CHECK(close(*(int *)fd) == 0); /* CLOSED */
	return NULL;
}

static void *second(void *fd)
{
	pthread_setname_np(pthread_self(), "second");
	CHECK_EBADF(close(*(int *)fd)); /* AT */
	return NULL;
}

int main(void)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */
	pthread_t thread;

	CHECK(fd >= 0);
	CHECK(pthread_create(&thread, NULL, first, &fd) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(pthread_create(&thread, NULL, second, &fd) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	return 0;
}
