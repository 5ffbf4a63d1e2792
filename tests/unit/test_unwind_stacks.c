/*
 * The walker on stacks of every kind: under signal handlers, on alternate
 * stacks, of small threads, of coroutines, while other threads empty the table.
 */
#include "unwind_check.h"
#include "unwind_shapes.h"

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

/* ---- signals ----------------------------------------------------------------------- */

static void bottom(void)
{
	unwind_check();
}

static uint8_t signal_path[16];
static volatile sig_atomic_t in_signal;

static void on_signal(int number)
{
	shapes_call(signal_path, 3);
	if (number == SIGUSR1)
		raise(SIGUSR2);
}

static void raise_signal(void)
{
	unwind_check();
	if (!in_signal) {
		in_signal = 1;
		raise(SIGUSR1);
		in_signal = 0;
	}
}

static void catch (int number, int flags, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	assert_int_equal(sigaction(number, &action, NULL), 0);
}

static void run_signals(int flags)
{
	uint8_t path[16];

	catch (SIGUSR1, flags, on_signal);
	catch (SIGUSR2, flags, on_signal);
	for (int i = 0; i < unwind_scale(100, 10000); i++) {
		shapes_random_path(signal_path, 8);
		shapes_random_path(path, 8);
		shapes_bottom = raise_signal;
		shapes_call(path, 5);
		shapes_bottom = bottom;
	}
	catch (SIGUSR1, 0, SIG_DFL);
	catch (SIGUSR2, 0, SIG_DFL);
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
		unwind_flush();
	return arg;
}

static void *comparing_thread(void *arg)
{
	static struct stack stacks[8][2];
	struct stack *pair = stacks[(uintptr_t)arg];
	uint8_t path[24];

	memset(path, 1, sizeof(path));
	pair[0].count = 0;
	for (int i = 0; i < unwind_scale(50000, 1000000); i++) {
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

#define COROUTINES       16
#define COROUTINE_ROUNDS 10
#define COROUTINE_BYTES  (256 << 10)

static ucontext_t main_context, contexts[COROUTINES];
static size_t running;

static void coroutine(void)
{
	uint8_t path[16];

	for (int i = 0; i < COROUTINE_ROUNDS; i++) {
		shapes_random_path(path, 12);
		shapes_call(path, 10);
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

static struct stack ending;

static void capture_end(void)
{
	unwind_capture(&ending);
	sink = 0; /* no tail call */
}

/*
 * On a stack just below the frames of main: makecontext put its own return
 * address there and left main's frame pointer in place, which is no caller.
 * (libunwind takes it for one.)
 */
static never_inline void on_main_stack(void)
{
	char stack[1 << 16] __attribute__((aligned(16)));
	ucontext_t context;

	assert_int_equal(getcontext(&context), 0);
	context.uc_stack.ss_sp = stack;
	context.uc_stack.ss_size = sizeof(stack);
	context.uc_link = &main_context;
	makecontext(&context, capture_end, 0);
	assert_int_equal(swapcontext(&main_context, &context), 0);
}

static void test_coroutine_ends(void **state)
{
	(void)state;
	on_main_stack();
	assert_int_equal(ending.count, 2);
}

static int set_up(void **state)
{
	(void)state;
	srandom(1);
	shapes_bottom = bottom;
	unwind_check_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signal),
		cmocka_unit_test(test_signal_on_alternate_stack),
		cmocka_unit_test(test_small_thread),
		cmocka_unit_test(test_flush_in_threads),
		cmocka_unit_test(test_coroutines),
		cmocka_unit_test(test_coroutine_ends),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
