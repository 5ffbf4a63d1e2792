/*
 * A thread for every request, a hundred of them.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *serve(void *unused)
{
	(void)unused;
	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return NULL;
}

int main(void)
{
	for (int i = 0; i < 100; i++) {
		pthread_t thread;

		CHECK(pthread_create(&thread, NULL, serve, NULL) == 0);
		CHECK(pthread_join(thread, NULL) == 0);
	}
	return 0;
}
