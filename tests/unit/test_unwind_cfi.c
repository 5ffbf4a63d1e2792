/*
 * The walker against its oracles over code of many shapes: see unwind_check.h.
 * What needs a compiler at run time is in test_unwind_generated.c, what
 * touches bad memory in test_unwind_faults.c.
 */
#include "unwind_check.h"

#include <alloca.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static volatile char sink;

/* ---- chains of functions with frames of all sizes ------------------------------ */

typedef void call(const uint8_t *path, int depth);

#define FUNCTIONS 40
static call *functions[FUNCTIONS];

static must_inline void next(const uint8_t *path, int depth)
{
	if (depth == 0)
		unwind_check();
	else
		functions[*path](path + 1, depth - 1);
}

#define FUNCTION(name, attributes, size)                                       \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                      \
		volatile char pad[size];                                       \
                                                                               \
		pad[depth % sizeof(pad)] = (char)*path;                        \
		next(path, depth);                                             \
		sink = pad[depth % sizeof(pad)];                               \
	}

#if defined(__clang__)
#define O0 __attribute__((optnone))
#define O2
#define O3
#else
#define O0 __attribute__((optimize("O0")))
#define O2 __attribute__((optimize("O2", "omit-frame-pointer")))
#define O3 __attribute__((optimize("O3", "omit-frame-pointer")))
#endif

#define EIGHT(a, at, size)                                                     \
	FUNCTION(a##0, at, size) FUNCTION(a##1, at, size + 8)                  \
	FUNCTION(a##2, at, size + 24) FUNCTION(a##3, at, size + 72)            \
	FUNCTION(a##4, at, size + 200) FUNCTION(a##5, at, size + 600)          \
	FUNCTION(a##6, at, size + 1000) FUNCTION(a##7, at, size + 3)
#define EIGHT_NAMES(a) a##0, a##1, a##2, a##3, a##4, a##5, a##6, a##7,

EIGHT(plain_, O2, 16)
EIGHT(slow_, O0, 16)
EIGHT(fast_, O3, 1)

/* Sizes that only the run knows. */
#define ALLOCA(name, attributes, factor)                                       \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                      \
		volatile char *pad = alloca((size_t)(*path + 1) * (factor));   \
                                                                               \
		pad[0] = (char)depth;                                          \
		next(path, depth);                                             \
		sink = pad[0];                                                 \
	}
ALLOCA(alloca_0, O2, 1)
ALLOCA(alloca_1, O0, 7)
ALLOCA(alloca_2, O3, 33)
ALLOCA(alloca_3, O2, 2)

/* Frames that are aligned anew; with alloca the compiler needs a third register. */
#define ALIGNED(name, attributes, to)                                          \
	static attributes never_inline void name(const uint8_t *path, int depth) \
	{                                                                      \
		volatile char pad[40] __attribute__((aligned(to)));            \
		volatile char *more = alloca((size_t)*path % 3 * 48 + 1);      \
                                                                               \
		pad[0] = more[0] = (char)depth;                                \
		next(path, depth);                                             \
		sink = (char)(pad[0] + more[0]);                               \
	}
ALIGNED(aligned_0, O2, 32)
ALIGNED(aligned_1, O0, 64)
ALIGNED(aligned_2, O3, 128)
ALIGNED(aligned_3, O2, 256)

/* Through libc's code, which keeps no frame pointers. */
static const uint8_t *qsort_path;
static int qsort_depth;

static int by_calling(const void *a, const void *b)
{
	int depth = qsort_depth;

	qsort_depth = -1;
	if (depth >= 0)
		next(qsort_path, depth);
	return *(const int *)a - *(const int *)b;
}

static never_inline void sorted(const uint8_t *path, int depth)
{
	int values[7] = { 5, 3, 7, 1, 6, 2, 4 };

	qsort_path = path;
	qsort_depth = depth;
	qsort(values, array_size(values), sizeof(values[0]), by_calling);
	sink = (char)values[0];
}

/* Registers in use across the call, so that they are saved in odd places. */
static O3 never_inline void busy(const uint8_t *path, int depth)
{
	uint64_t a = path[0], b = path[1], c = (uint64_t)depth, d = a * b, e = b * c, f = a + c;

	next(path, depth);
	sink = (char)(a ^ b ^ c ^ d ^ e ^ f);
	next(path, 0);
	sink = (char)(a + b + c + d + e + f);
}

static never_inline void large(const uint8_t *path, int depth)
{
	volatile char pad[300000];

	pad[0] = (char)depth;
	next(path, depth);
	sink = pad[0];
}

static call *functions[FUNCTIONS] = {
	EIGHT_NAMES(plain_) EIGHT_NAMES(slow_) EIGHT_NAMES(fast_)
	alloca_0, alloca_1, alloca_2, alloca_3, aligned_0, aligned_1, aligned_2, aligned_3,
	sorted, busy, plain_0, slow_1, fast_2, alloca_0, aligned_0, sorted,
};

static void random_path(uint8_t *path, int depth)
{
	for (int i = 0; i <= depth; i++)
		path[i] = (uint8_t)(random() % FUNCTIONS);
}

static void test_random_stacks(void **state)
{
	int stacks = unwind_scale(3000, 1000000);

	(void)state;
	for (int i = 0; i < stacks; i++) {
		uint8_t path[48];
		int depth = 1 + (int)(random() % 40);

		random_path(path, depth);
		next(path, depth);
		if (i % 1000 == 0)
			unwind_cfi.flush();
	}
	unwind_assert_equal((unsigned long)stacks);
}

static void test_large_frame(void **state)
{
	uint8_t path[8];

	(void)state;
	random_path(path, 6);
	for (int i = 0; i < 3; i++)
		large(path, 5);
	unwind_assert_equal(3);
}

static O2 never_inline int recurse(int depth)
{
	volatile int kept = depth;

	if (depth == 0)
		unwind_check();
	else
		kept += recurse(depth - 1);
	return kept;
}

static void test_recursion(void **state)
{
	(void)state;
	recurse(200);
	unwind_assert_equal(1);
	/* Deeper than a stack may be: both are cut off. */
	recurse(400);
	unwind_assert_equal(1);
}

static never_inline int capture_two(uintptr_t *pcs)
{
	struct caller from = CALLER();

	pcs[2] = 77;
	return unwind_cfi.capture(&from, pcs, 2);
}

static void test_depth_is_kept(void **state)
{
	uintptr_t pcs[3];

	(void)state;
	assert_int_equal(capture_two(pcs), 2);
	assert_int_equal(pcs[2], 77);
}

static void test_errno_is_kept(void **state)
{
	struct stack stack;

	(void)state;
	errno = 4711;
	unwind_cfi.flush();
	unwind_capture(&stack);
	assert_int_equal(errno, 4711);
	assert_true(stack.count > 3);
}

/* ---- signals ----------------------------------------------------------------------- */

static uint8_t signal_path[16];

static void on_signal(int number)
{
	next(signal_path, 3);
	if (number == SIGUSR1)
		raise(SIGUSR2);
}

static never_inline void raise_below(const uint8_t *path, int depth)
{
	if (depth > 0)
		functions[*path](path + 1, depth - 1);
	raise(SIGUSR1);
}

static void catch(int number, int flags, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	assert_int_equal(sigaction(number, &action, NULL), 0);
}

static void run_signals(int flags)
{
	uint8_t path[16];

	catch(SIGUSR1, flags, on_signal);
	catch(SIGUSR2, flags, on_signal);
	for (int i = 0; i < unwind_scale(100, 10000); i++) {
		random_path(signal_path, 8);
		random_path(path, 8);
		raise_below(path, 5);
	}
	catch(SIGUSR1, 0, SIG_DFL);
	catch(SIGUSR2, 0, SIG_DFL);
	unwind_assert_equal(300);
}

static void test_signal(void **state)
{
	(void)state;
	run_signals(0);
}

static void test_signal_on_alternate_stack(void **state)
{
	stack_t stack = { .ss_sp = malloc(1 << 18), .ss_size = 1 << 18 };
	stack_t none = { .ss_flags = SS_DISABLE };

	(void)state;
	assert_non_null(stack.ss_sp);
	assert_int_equal(sigaltstack(&stack, NULL), 0);
	run_signals(SA_ONSTACK);
	assert_int_equal(sigaltstack(&none, NULL), 0);
	free(stack.ss_sp);
}

/* ---- threads ----------------------------------------------------------------------- */

static uint8_t thread_path[24];

static never_inline void capture_below(const uint8_t *path, int depth, struct stack *stack)
{
	volatile char pad[64];

	pad[0] = (char)*path;
	if (depth == 0)
		unwind_capture(stack);
	else
		capture_below(path + 1, depth - 1, stack);
	sink = pad[0];
}

static void *small_thread(void *arg)
{
	capture_below(thread_path, 20, arg);
	return NULL;
}

static void *checked_thread(void *arg)
{
	struct stack *stack = arg;

	capture_below(thread_path, 20, stack);
	unwind_check();
	return NULL;
}

/* Of small threads: 21 calls, the thread's function (which may differ), libc's two. */
static bool same_thread_stack(const struct stack *a, const struct stack *b)
{
	return a->count == 24 && b->count == 24 &&
	       memcmp(a->pcs, b->pcs, 21 * sizeof(a->pcs[0])) == 0 &&
	       memcmp(a->pcs + 22, b->pcs + 22, 2 * sizeof(a->pcs[0])) == 0;
}

static void run_thread(size_t stack_size, void *(*work)(void *), void *arg)
{
	pthread_attr_t attributes;
	pthread_t thread;

	assert_int_equal(pthread_attr_init(&attributes), 0);
	assert_int_equal(pthread_attr_setstacksize(&attributes, stack_size), 0);
	assert_int_equal(pthread_create(&thread, &attributes, work, arg), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	pthread_attr_destroy(&attributes);
}

/* The oracles do not fit on the smallest stack: what they check there is the large one's. */
static void test_small_thread(void **state)
{
	static struct stack small, large_one;

	(void)state;
	run_thread((size_t)PTHREAD_STACK_MIN * (UNDER_SANITIZER ? 16 : 1), small_thread, &small);
	run_thread(1 << 20, checked_thread, &large_one);
	assert_true(same_thread_stack(&small, &large_one));
	unwind_assert_equal(1);
}

static int threads_stop;

static void *flushing_thread(void *arg)
{
	while (!load_relaxed(&threads_stop))
		unwind_cfi.flush();
	return arg;
}

static void *comparing_thread(void *arg)
{
	static struct stack stacks[8][2];
	struct stack *pair = stacks[(uintptr_t)arg];
	uint8_t path[24];

	memset(path, 1, sizeof(path));
	pair[0].count = 0;
	for (int i = 0; i < unwind_scale(5000, 500000); i++) {
		struct stack *now = &pair[pair[0].count > 0];

		capture_below(path, 20, now);
		if (now->count != 24 || !same_thread_stack(now, &pair[0]))
			return now;
	}
	return NULL;
}

static void test_flush_in_threads(void **state)
{
	pthread_t flusher, threads[4];
	void *result;

	(void)state;
	threads_stop = 0;
	assert_int_equal(pthread_create(&flusher, NULL, flushing_thread, NULL), 0);
	for (uintptr_t i = 0; i < array_size(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, comparing_thread, (void *)i), 0);
	for (size_t i = 0; i < array_size(threads); i++) {
		assert_int_equal(pthread_join(threads[i], &result), 0);
		assert_null(result);
	}
	store_relaxed(&threads_stop, 1);
	assert_int_equal(pthread_join(flusher, NULL), 0);
}

/* ---- coroutines ---------------------------------------------------------------------- */

#define COROUTINES	 16
#define COROUTINE_ROUNDS 10
#define COROUTINE_BYTES	 (256 << 10)
#define PAGE		 4096

static ucontext_t main_context, contexts[COROUTINES];
static size_t running;

static void coroutine(void)
{
	uint8_t path[16];

	for (int i = 0; i < COROUTINE_ROUNDS; i++) {
		random_path(path, 12);
		next(path, 10);
		if (swapcontext(&contexts[running], &main_context) != 0)
			abort();
	}
}

/* On a stack with unmapped pages on both sides. */
static void make_coroutine(ucontext_t *context)
{
	char *stack = mmap(NULL, COROUTINE_BYTES + 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);

	assert_true(stack != MAP_FAILED);
	assert_int_equal(mprotect(stack + PAGE, COROUTINE_BYTES, PROT_READ | PROT_WRITE), 0);
	assert_int_equal(getcontext(context), 0);
	context->uc_stack.ss_sp = stack + PAGE;
	context->uc_stack.ss_size = COROUTINE_BYTES;
	context->uc_link = &main_context;
	makecontext(context, coroutine, 0);
}

static void test_coroutines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COROUTINES; i++)
		make_coroutine(&contexts[i]);
	for (size_t i = 0; i < COROUTINES * COROUTINE_ROUNDS; i++) {
		running = i % COROUTINES;
		assert_int_equal(swapcontext(&main_context, &contexts[running]), 0);
	}
	for (size_t i = 0; i < COROUTINES; i++)
		munmap((char *)contexts[i].uc_stack.ss_sp - PAGE, COROUTINE_BYTES + 2 * PAGE);
	unwind_assert_equal(COROUTINES * COROUTINE_ROUNDS);
}

static int set_up(void **state)
{
	(void)state;
	srandom(1);
	unwind_check_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_stacks),
		cmocka_unit_test(test_large_frame),
		cmocka_unit_test(test_recursion),
		cmocka_unit_test(test_depth_is_kept),
		cmocka_unit_test(test_errno_is_kept),
		cmocka_unit_test(test_signal),
		cmocka_unit_test(test_signal_on_alternate_stack),
		cmocka_unit_test(test_small_thread),
		cmocka_unit_test(test_flush_in_threads),
		cmocka_unit_test(test_coroutines),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
