/*
 * What many open descriptors cost: scale DESCRIPTORS STACKS opens so many, from so
 * many distinct stacks (at most 2^16), and prints
 *
 *	OPENED NS-OF-THE-FIRST NS-OF-THE-LAST
 *
 * the nanoseconds of one open+close when ten are open and when all are. It ends
 * by _exit, so that what it had open can be looked at and nobody waits for a report.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define FORKS	16
#define TURNS	2000

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

static double one_more(void)
{
	double start = now_ns();

	for (int i = 0; i < TURNS; i++)
		close(left(0, FORKS));
	return (now_ns() - start) / TURNS;
}

int main(int argc, char **argv)
{
	long wanted = argc == 3 ? atol(argv[1]) : 0, stacks = argc == 3 ? atol(argv[2]) : 0;
	struct rlimit limit = { (rlim_t)wanted + 1100, (rlim_t)wanted + 1100 };
	double first = 0;
	long opened;

	if (wanted < 10 || stacks < 1) {
		fprintf(stderr, "usage: scale DESCRIPTORS STACKS\n");
		return 2;
	}
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0) {
		perror("setrlimit");
		return 77;
	}
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
	_exit(0);
}
