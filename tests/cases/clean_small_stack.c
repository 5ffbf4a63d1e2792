/*
 * A thread with the smallest stack there is, and a signal handler on a small
 * alternate one, open and close.
 *
 * ldflags: -pthread
 */
#include "case.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>

#define SMALL 16384

static void *work(void *unused)
{
	int fd = open("/dev/null", O_RDWR);

	(void)unused;
	CHECK(fd >= 0 && close(fd) == 0);
	return NULL;
}

static void handler(int number)
{
	(void)number;
	work(NULL);
}

int main(void)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK };
	stack_t stack = { .ss_sp = malloc(16384), .ss_size = 16384 };
	pthread_attr_t attributes;
	pthread_t thread;

	CHECK(pthread_attr_init(&attributes) == 0);
	/* musl's is 2 KiB, in which there is no room for us. */
	CHECK(pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN > SMALL
							     ? PTHREAD_STACK_MIN
							     : SMALL) == 0);
	CHECK(pthread_create(&thread, &attributes, work, NULL) == 0);
	CHECK(pthread_join(thread, NULL) == 0);

	CHECK(stack.ss_sp && sigaltstack(&stack, NULL) == 0);
	CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
	CHECK(raise(SIGUSR1) == 0);
	return 0;
}
