/*
 * One thread closes all while another opens and closes its own.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *churn(void *unused)
{
	(void)unused;
	for (int i = 0; i < 300; i++) {
		int fd = open("/dev/null", O_RDONLY);

		CHECK(fd >= 0);
		CHECK(close(fd) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, churn, NULL) == 0);
	for (int round = 0; round < 20; round++)
		for (int fd = 200; fd < 300; fd++)
			close(fd);
	CHECK(pthread_join(thread, NULL) == 0);
	return 0;
}
