/*
 * Four threads write to what they have closed, amid new descriptors of all.
 * Not one byte may land in a file of somebody else.
 *
 * expect: use-after-close count=400 object=file path=log
 *     at=write@storm:AT closed=close@storm:CLOSED opened=open@storm:OPENED
 * options: --quarantine 900
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *storm(void *unused)
{
	(void)unused;
	for (int i = 0; i < 100; i++) {
		int fd = open("log", O_RDWR | O_CREAT | O_APPEND, 0600); /* OPENED */
		int data;

		close(fd); /* CLOSED */
		data = open("data", O_RDWR | O_CREAT | O_APPEND, 0600);
		if (write(fd, "stray", 5) < 0) /* AT */
			CHECK(errno == EBADF);
		CHECK(data >= 0 && close(data) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&threads[i], NULL, storm, NULL) == 0);
	for (int i = 0; i < 4; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	return 0;
}
