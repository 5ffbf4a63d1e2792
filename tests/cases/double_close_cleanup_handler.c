/*
 * A cancelled thread's cleanup handler closes what its body had closed.
 *
 * expect: double-close object=device
 *     at=close@cleanup:AT closed=close@work:CLOSED opened=open@work:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <poll.h>
#include <pthread.h>

static int closed;

static void cleanup(void *fd)
{
	CHECK_EBADF(close(*(int *)fd)); /* AT */
}

static void *work(void *unused)
{
	int fd = open("/dev/null", O_RDWR); /* OPENED */

	(void)unused;
	CHECK(fd >= 0);
	pthread_cleanup_push(cleanup, &fd);
	CHECK(close(fd) == 0); /* CLOSED */
	__atomic_store_n(&closed, 1, __ATOMIC_RELEASE);
	for (;;)
		pause();
	pthread_cleanup_pop(0);
	return NULL;
}

int main(void)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, work, NULL) == 0);
	while (!__atomic_load_n(&closed, __ATOMIC_ACQUIRE))
		poll(NULL, 0, 1);
	CHECK(pthread_cancel(thread) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	return 0;
}
