/*
 * A thread opens, and ends; who opened it is still known.
 *
 * expect: leak object=device opened=open@work:OPENED%opener
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *work(void *unused)
{
	(void)unused;
	pthread_setname_np(pthread_self(), "opener");
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return NULL;
}

int main(void)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, work, NULL) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	return 0;
}
