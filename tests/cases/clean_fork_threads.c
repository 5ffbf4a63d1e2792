/*
 * Forks and execs while other threads open and close: whatever locks there
 * are, children start with a whole picture.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static int stop;

static void *churn(void *unused)
{
	(void)unused;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

		CHECK(fd >= 0);
		CHECK(close(fd) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		CHECK(pthread_create(&threads[i], NULL, churn, NULL) == 0);
	for (int i = 0; i < 12; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			int fd = open("/dev/zero", O_RDONLY);

			CHECK(fd >= 0 && close(fd) == 0);
			if (i % 3 == 0)
				execlp("true", "true", NULL);
			_exit(0);
		}
		check_child(pid, 0);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < 2; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	return 0;
}
