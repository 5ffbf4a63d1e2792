/*
 * After closefrom(3) the numbers that a tool may have held belong to the
 * program's files. Not a byte of them is read or written by anybody else.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <pthread.h>

#define FILES 24

static void *churn(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	return NULL;
}

int main(void)
{
	pthread_t thread;
	char byte, name[16];
	int fds[FILES];

	churn(NULL);
	closefrom(3);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		fds[i] = open(name, O_RDWR | O_CREAT, 0600);
		CHECK(fds[i] >= 0 && write(fds[i], "abc", 3) == 3);
		CHECK(lseek(fds[i], 1, SEEK_SET) == 1);
	}
	for (int i = 0; i < 8; i++) {
		CHECK(pthread_create(&thread, NULL, churn, NULL) == 0);
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
