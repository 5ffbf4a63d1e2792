/*
 * A worker closes its connection twice; in between another thread opens its
 * own, and would be hit.
 *
 * expect: double-close object=socket
 *     at=close@main:AT closed=close@main:CLOSED opened=socketpair@main:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>
#include <sys/socket.h>

static int others[2];

static void *other(void *unused)
{
	(void)unused;
	CHECK(pipe(others) == 0);
	return NULL;
}

int main(void)
{
	int pair[2];
	pthread_t thread;

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0); /* OPENED */
	close(pair[0]); /* CLOSED */
	CHECK(pthread_create(&thread, NULL, other, NULL) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	close(pair[0]); /* AT */
	close(pair[1]);
	close(others[0]);
	close(others[1]);
	return 0;
}
