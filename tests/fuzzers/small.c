/*
 * A target whose bugs are asked for by name: the first byte of an input says which.
 * Each is a function of its own, and the line that a report must name says so.
 */
#define _GNU_SOURCE
#include "small.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <fdwarden.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Which of them there is, if there is only one. */
#ifndef ONLY
#define ONLY 0
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int null(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void clean(void)
{
	close(null());
}

static void leak(void)
{
	(void)null(); /* leak */
}

static void *leak_there(void *unused)
{
	(void)null(); /* thread */
	return unused;
}

static void leak_in_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, leak_there, NULL) == 0)
		pthread_join(thread, NULL);
}

static void close_twice(void)
{
	int fd = null();

	close(fd);
	close(fd); /* double */
}

static void use_closed(void)
{
	int fd = null();
	char c;

	close(fd);
	if (read(fd, &c, 1) >= 0) /* use */
		abort();
}

static void close_behind_back(void)
{
	FILE *file = fopen("/dev/null", "r");

	if (!file)
		return;
	close(fileno(file)); /* owner */
	(void)fclose(file);
}

/* Every third time only. */
static void leak_now_and_then(void)
{
	static unsigned int times;

	if (++times % 3 == 0)
		(void)null(); /* third */
}

/* Opened once and kept, as a log is. */
static void keep(void)
{
	static int kept = -1;

	if (kept < 0)
		kept = null(); /* keep */
}

/* One is open at any time, not always the same. */
static void keep_last(void)
{
	static int last = -1;

	if (last >= 0)
		close(last);
	last = null();
}

/* A new one each time, and it is meant. */
static void declare(void)
{
	if (fdw_expect_open(null()) < 0)
		abort();
}

/* The loss of the table is another input's: the one that opened must be blamed. */
static int table[64], used;

static void store(void)
{
	if (used < 64)
		table[used++] = null(); /* store */
}

static void lose(void)
{
	used = 0;
}

/* Dies of something else, with a descriptor open that it would have closed. */
static void die(void)
{
	int fd = null();

	if (fd >= 0)
		abort();
	close(fd);
}

/* The number that a fork server is told to go on by, and all others. */
static void close_all(void)
{
	closefrom(3);
}

/*
 * A child that the library was not told of ends with what is its parent's: the fork is
 * libc's own, which no hook stands before.
 */
static void fork_unseen(void)
{
	pid_t (*libc_fork)(void);
	void *libc = dlopen("libc.so.6", RTLD_LAZY);
	int fd = null(), status;
	pid_t child;

	*(void **)&libc_fork = libc ? dlsym(libc, "fork") : NULL;
	child = libc_fork ? libc_fork() : -1;
	if (child == 0)
		exit(0);
	if (child > 0 && (waitpid(child, &status, 0) != child || status != 0))
		abort();
	close(fd);
}

static void forget_memory(void)
{
	static void *volatile forgotten;

	forgotten = malloc(100);
	forgotten = NULL;
}

void handle(const unsigned char *bytes, size_t count)
{
	static void (*const deeds[256])(void) = {
		['L'] = leak,	['T'] = leak_in_thread, ['D'] = close_twice,
		['U'] = use_closed, ['O'] = close_behind_back, ['N'] = leak_now_and_then,
		['K'] = keep,	['R'] = keep_last,	['E'] = declare,
		['S'] = store,	['F'] = lose,		['A'] = die,
		['C'] = close_all, ['M'] = forget_memory,	['V'] = fork_unseen,
	};

	clean();
	if (count > 0 && deeds[bytes[0]] && (!ONLY || bytes[0] == ONLY))
		deeds[bytes[0]]();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	handle(data, size);
	return 0;
}
