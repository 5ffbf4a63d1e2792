/*
 * What many open descriptors cost: scale DESCRIPTORS STACKS opens so many, or as many
 * as the hard limit allows, from so many distinct stacks (at most 2^11), and prints
 *
 *	OPENED NS-OF-THE-FIRST NS-OF-THE-LAST
 *
 * the nanoseconds of one open+close when ten are open and when all are. It ends
 * by SIGKILL, so that what it had open is what its ledger says, whoever made the numbers.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define FORKS  11 /* 12 frames, main, two of libc, _start: 16 */
#define ROUNDS 15
#define TURNS  200
#define SPARE  1100 /* numbers for the library's own, and for one more */

static int left(unsigned int path, int levels);
static int right(unsigned int path, int levels);

static int onward(unsigned int path, int levels)
{
	if (levels == 0)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	return path & 1 ? left(path >> 1, levels - 1) : right(path >> 1, levels - 1);
}

/* Not a tail call: each has its frame. */
static __attribute__((noinline)) int left(unsigned int path, int levels)
{
	volatile int fd = onward(path, levels);

	return fd;
}

static __attribute__((noinline)) int right(unsigned int path, int levels)
{
	volatile int fd = onward(path, levels);

	return fd + 0;
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median of some rounds. */
static double one_more(void)
{
	double rounds[ROUNDS];

	for (int round = 0; round < ROUNDS; round++) {
		double start = now_ns();

		for (int i = 0; i < TURNS; i++)
			close(left(0, FORKS));
		rounds[round] = (now_ns() - start) / TURNS;
	}
	qsort(rounds, ROUNDS, sizeof(rounds[0]), ascending);
	return rounds[ROUNDS / 2];
}

int main(int argc, char **argv)
{
	long wanted = argc == 3 ? atol(argv[1]) : 0, stacks = argc == 3 ? atol(argv[2]) : 0;
	struct rlimit limit;
	double first = 0;
	long opened;

	if (wanted < 10 || stacks < 1) {
		fprintf(stderr, "usage: scale DESCRIPTORS STACKS\n");
		return 2;
	}
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max < (rlim_t)wanted + SPARE) {
		limit.rlim_max = (rlim_t)wanted + SPARE;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			getrlimit(RLIMIT_NOFILE, &limit);
	}
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < (rlim_t)wanted + SPARE)
		wanted = (long)limit.rlim_cur - SPARE;
	for (opened = 0; opened < wanted; opened++) {
		if (opened == 10) {
			one_more();
			first = one_more();
		}
		if (left((unsigned int)(opened % stacks), FORKS) < 0)
			break;
	}
	printf("%ld %.0f %.0f\n", opened, first, one_more());
	fflush(stdout);
	raise(SIGKILL);
}
