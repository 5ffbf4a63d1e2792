/*
 * Sixty vforks: the parent's picture of its descriptors stays right.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *churn(void *stop)
{
	while (!__atomic_load_n((int *)stop, __ATOMIC_RELAXED)) {
		int fd = open("/dev/null", O_RDONLY);

		CHECK(fd >= 0);
		CHECK(close(fd) == 0);
	}
	return NULL;
}

int main(void)
{
	int stop = 0, fd = open("/dev/null", O_RDWR);
	pthread_t thread;

	CHECK(fd >= 0 && pthread_create(&thread, NULL, churn, &stop) == 0);
	for (int i = 0; i < 60; i++) {
		pid_t pid = vfork();

		if (pid == 0) {
			close(fd);
			_exit(3);
		}
		check_child(pid, 3);
		CHECK(write(fd, "x", 1) == 1);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(close(fd) == 0);
	return 0;
}
