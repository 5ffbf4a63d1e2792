/*
 * Four threads open, copy and close as fast as they can: numbers go from hand
 * to hand, and none is anybody's twice.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>
#include <sys/socket.h>

static void *storm(void *seed)
{
	int kind = *(int *)seed;

	for (int i = 0; i < 300; i++) {
		int fd, copy, pair[2];

		if ((i + kind) % 3 == 0) {
			CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
			CHECK(write(pair[0], "x", 1) == 1);
			CHECK(close(pair[0]) == 0);
			CHECK(close(pair[1]) == 0);
		} else {
			fd = open("/dev/null", O_RDWR);
			CHECK(fd >= 0);
			copy = dup(fd);
			CHECK(copy >= 0 && close(fd) == 0);
			CHECK(write(copy, "x", 1) == 1);
			CHECK(close(copy) == 0);
		}
	}
	return NULL;
}

int main(void)
{
	int seeds[4] = { 0, 1, 2, 3 };
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&threads[i], NULL, storm, &seeds[i]) == 0);
	for (int i = 0; i < 4; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	return 0;
}
