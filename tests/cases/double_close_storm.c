/*
 * Four threads open, close, and close again, while all of them are given new
 * numbers all the time. Natively most of the stray closes hit somebody else;
 * here every single one is caught, and nobody is hit. (The quarantine holds all
 * numbers that are closed: how many closes lie between two of one thread is luck.)
 *
 * expect: double-close count=400 object=device path=/dev/null
 *     at=close@storm:AT closed=close@storm:CLOSED opened=open@storm:OPENED
 * options: --quarantine 900
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

static void *storm(void *unused)
{
	(void)unused;
	for (int i = 0; i < 100; i++) {
		int fd = open("/dev/null", O_RDONLY); /* OPENED */
		int next;

		close(fd); /* CLOSED */
		next = open("/dev/zero", O_RDONLY);
		close(fd); /* AT */
		close(next);
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
