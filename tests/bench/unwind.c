/*
 * What a stack costs: ns a capture, by back end and depth. "hot" is one stack
 * again and again; "rotating" is 256 different stacks of 64 functions in turn,
 * the cost of making the calls taken off; "flushed" is hot after each flush,
 * the flush taken off; "new thread" is a thread's first stack, at its top. Medians.
 *
 * Compiled with -O2 -fomit-frame-pointer, linked with src/unwind and
 * src/base/thread.c, and run on one CPU (taskset -c 0).
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "unwind/unwind.h"

#define FUNCTIONS 64
#define DEPTH_MAX 64
#define STACKS    256
#define ROUNDS    31

typedef void call(const uint8_t *path, int depth);

static call *functions[FUNCTIONS];
static call *framed[FUNCTIONS];
static call **table;
static call *leaf;

static const struct unwinder *unwinder;
static uintptr_t pcs[UNWIND_DEPTH_MAX];
static int last_count;
static volatile char sink;

static must_inline void next(const uint8_t *path, int depth)
{
	if (depth == 0)
		leaf(path, 0);
	else
		table[*path](path + 1, depth - 1);
}

#define FUNCTION(name, attributes, size)                                         \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                        \
		volatile char pad[size];                                         \
                                                                                 \
		pad[depth] = *path;                                              \
		next(path, depth);                                               \
		sink = pad[depth];                                               \
	}

/* clang has no such attribute; there both kinds are as the command line says. */
#if defined(__clang__)
#define FRAMED
#define FRAMELESS
#else
#define FRAMED    __attribute__((optimize("no-omit-frame-pointer")))
#define FRAMELESS __attribute__((optimize("omit-frame-pointer")))
#endif

#define ONE(n)                                           \
	FUNCTION(less_##n, FRAMELESS, 64 + n * 37 % 480) \
	FUNCTION(with_##n, FRAMED, 64 + n * 37 % 480)
#define NAMES(n)                 \
	functions[n] = less_##n; \
	framed[n] = with_##n;
#define TEN(f, t) f(t##0) f(t##1) f(t##2) f(t##3) f(t##4) f(t##5) f(t##6) f(t##7) f(t##8) f(t##9)
#define ALL(f)                                                                                    \
	f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) TEN(f, 1) TEN(f, 2) TEN(f, 3) TEN(f, 4) \
		TEN(f, 5) f(60) f(61) f(62) f(63)

ALL(ONE)

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Stands for a hook. */
static never_inline int hook(void)
{
	struct caller from = CALLER();

	return unwinder->capture(&from, pcs, array_size(pcs));
}

#define HOT_CAPTURES 2000

static double hot_ns;

static FRAMED never_inline void leaf_hot(const uint8_t *path, int depth)
{
	double begun = now_ns();

	(void)path;
	(void)depth;
	for (int i = 0; i < HOT_CAPTURES; i++)
		last_count = hook();
	hot_ns = (now_ns() - begun) / HOT_CAPTURES;
}

static FRAMED never_inline void leaf_one(const uint8_t *path, int depth)
{
	(void)path;
	(void)depth;
	last_count = hook();
}

static int nothing(const struct caller *from, uintptr_t *to, int max)
{
	(void)max;
	to[0] = from->pc;
	return 1;
}

static const struct unwinder unwind_nothing = { .capture = nothing };

static uint8_t paths[STACKS][DEPTH_MAX + 1];

static double hot(int depth)
{
	leaf = leaf_hot;
	table[paths[0][0]](paths[0] + 1, depth - 1);
	return hot_ns;
}

static double rotating(int depth)
{
	double begun;

	leaf = leaf_one;
	begun = now_ns();
	for (int i = 0; i < STACKS; i++)
		table[paths[i][0]](paths[i] + 1, depth - 1);
	return (now_ns() - begun) / STACKS;
}

static double flushed_ns;

static FRAMED never_inline void leaf_flushed(const uint8_t *path, int depth)
{
	double begun;

	(void)path;
	(void)depth;
	unwinder->flush();
	begun = now_ns();
	last_count = hook();
	flushed_ns = now_ns() - begun;
}

static double flushed(int depth)
{
	leaf = leaf_flushed;
	table[paths[0][0]](paths[0] + 1, depth - 1);
	return flushed_ns;
}

static double thread_ns;

static void *first_stack(void *arg)
{
	double begun = now_ns();

	last_count = hook();
	thread_ns = now_ns() - begun;
	return arg;
}

static double new_thread(int depth)
{
	pthread_t thread;

	(void)depth;
	if (pthread_create(&thread, NULL, first_stack, NULL) != 0)
		exit(1);
	pthread_join(thread, NULL);
	return thread_ns;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double (*measure)(int), int depth)
{
	double all[ROUNDS];

	measure(depth);
	for (int i = 0; i < ROUNDS; i++)
		all[i] = measure(depth);
	qsort(all, ROUNDS, sizeof(all[0]), by_value);
	return all[ROUNDS / 2];
}

static void row(const struct unwinder *u, int depth)
{
	double calls, once, many, cold_one, thread;
	int frames;

	table = u == &unwind_fp ? framed : functions;
	unwinder = &unwind_nothing;
	calls = median(rotating, depth);
	unwinder = u;
	once = median(hot, depth);
	frames = last_count;
	many = median(rotating, depth) - calls;
	cold_one = median(flushed, depth);
	thread = median(new_thread, depth);
	printf("%-10s %5d %6d %7.1f %9.1f %9.0f %11.0f\n", u->name, depth, frames, once, many,
	       cold_one, thread);
}

int main(void)
{
	static const struct unwinder *const all[] = { &unwind_cfi, &unwind_fp, &unwind_libunwind };
	static const int depths[] = { 8, 16, 32, 64 };

	ALL(NAMES)
	srand(1);
	for (int i = 0; i < STACKS; i++) {
		for (int j = 0; j <= DEPTH_MAX; j++)
			paths[i][j] = (uint8_t)(rand() % FUNCTIONS);
	}
	printf("%-10s %5s %6s %7s %9s %9s %11s\n", "unwinder", "depth", "frames", "hot ns",
	       "rotating", "flushed", "new thread");
	for (size_t i = 0; i < array_size(all); i++) {
		int err = all[i]->init();

		for (size_t j = 0; !err && j < array_size(depths); j++)
			row(all[i], depths[j]);
		if (err)
			printf("%-10s not available here (%d)\n", all[i]->name, err);
	}
	return 0;
}
