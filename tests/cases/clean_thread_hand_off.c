/*
 * One thread opens, another uses and closes, through a queue. No bug by itself.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static int queue[2];

static void *consume(void *unused)
{
	int fd;

	(void)unused;
	while (read(queue[0], &fd, sizeof(fd)) == sizeof(fd)) {
		CHECK(write(fd, "x", 1) == 1);
		CHECK(close(fd) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	CHECK(pipe(queue) == 0);
	for (int i = 0; i < 2; i++)
		CHECK(pthread_create(&threads[i], NULL, consume, NULL) == 0);
	for (int i = 0; i < 200; i++) {
		int fd = open("/dev/null", O_WRONLY);

		CHECK(fd >= 0 && write(queue[1], &fd, sizeof(fd)) == sizeof(fd));
	}
	CHECK(close(queue[1]) == 0);
	for (int i = 0; i < 2; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	CHECK(close(queue[0]) == 0);
	return 0;
}
