/*
 * main ends with pthread_exit, and the process with its last thread.
 *
 * expect: leak object=device opened=open@work:OPENED
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *work(void *main_thread)
{
	CHECK(pthread_join(*(pthread_t *)main_thread, NULL) == 0);
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	return NULL;
}

int main(void)
{
	static pthread_t main_thread;
	pthread_t thread;

	main_thread = pthread_self();
	CHECK(pthread_create(&thread, NULL, work, &main_thread) == 0);
	pthread_exit(NULL);
}
