/*
 * popen and pclose in several threads at a time.
 *
 * ldflags: -pthread
 * musl: its popen is not for several threads, natively
 */
#include "case.h"

#include <pthread.h>

static void *work(void *unused)
{
	char word[8];

	(void)unused;
	for (int i = 0; i < 4; i++) {
		FILE *output = popen("echo word", "re");

		CHECK(output && fscanf(output, "%7s", word) == 1);
		CHECK(pclose(output) == 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		CHECK(pthread_create(&threads[i], NULL, work, NULL) == 0);
	for (int i = 0; i < 3; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	return 0;
}
