/*
 * Four threads leak at one place: one finding, as the stacks read the same.
 *
 * expect: leak count=8 object=device opened=open@work:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *work(void *unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++)
		CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return NULL;
}

int main(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&threads[i], NULL, work, NULL) == 0);
	for (int i = 0; i < 4; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	return 0;
}
