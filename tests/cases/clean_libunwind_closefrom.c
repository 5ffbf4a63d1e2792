/*
 * libunwind opens a pipe of its own in the process, and reads and writes a byte
 * of it now and then by its number. After closefrom(3) that number is a file of
 * the program's: not a byte of it is touched.
 *
 * options: -o unwind=libunwind
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

#define FILES 24
#define DEPTH 20

static __attribute__((noinline)) int churn_from(int depth)
{
	if (depth > 0)
		return churn_from(depth - 1) + 1;
	for (int i = 0; i < 10; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return 0;
}

static void *churn(void *depth)
{
	CHECK(churn_from(*(int *)depth) == *(int *)depth);
	return NULL;
}

int main(void)
{
	int depth = DEPTH, fds[FILES];
	pthread_t thread;
	char byte, name[16];

	churn(&depth);
	closefrom(3);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		fds[i] = open(name, O_RDWR | O_CREAT, 0600);
		CHECK(fds[i] >= 0 && write(fds[i], "abc", 3) == 3);
		CHECK(lseek(fds[i], 1, SEEK_SET) == 1);
	}
	/* A new thread has an empty cache: libunwind checks addresses through its pipe. */
	for (depth = 1; depth < DEPTH; depth++) {
		CHECK(pthread_create(&thread, NULL, churn, &depth) == 0);
		CHECK(pthread_join(thread, NULL) == 0);
	}
	for (int i = 0; i < FILES; i++) {
		CHECK(lseek(fds[i], 0, SEEK_CUR) == 1);
		CHECK(lseek(fds[i], 0, SEEK_END) == 3);
		CHECK(pread(fds[i], &byte, 1, 2) == 1 && byte == 'c');
		CHECK(close(fds[i]) == 0);
	}
	return 0;
}
