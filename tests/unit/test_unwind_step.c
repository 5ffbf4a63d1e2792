/*
 * The walker at every instruction: the trap flag makes the CPU raise SIGTRAP
 * after each one, and the handler compares. So prologues, epilogues, PLT
 * entries, leaf functions, the vdso and the lines of libc's assembly where
 * registers are half restored are all seen. x86-64 only.
 */
#include "unwind_check.h"
#include "unwind_trap.h"

#include <alloca.h>
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#if defined(__x86_64__)

static unsigned long steps, steps_max;

/* Where libc's tables are wrong the oracles read what they point at, and die. */
static bool compares = true;
/* Or the table is emptied each time. */
static bool flushes;
static struct stack last;

static void on_trap(int number, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)number;
	(void)info;
	if (compares)
		unwind_check();
	else
		unwind_capture(&last);
	if (flushes)
		unwind_flush();
	if (++steps >= steps_max)
		uc->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
}

/* Runs it under the trap flag, the handler on this stack or on another. */
static never_inline void step_through(void (*work)(void), unsigned long at_least)
{
	static char alternate[1 << 17] __attribute__((aligned(64)));
	stack_t stack = { .ss_sp = alternate, .ss_size = sizeof(alternate) };
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO };

	for (int flags = 0; flags <= SA_ONSTACK; flags += SA_ONSTACK) {
		action.sa_flags = SA_SIGINFO | flags;
		assert_int_equal(sigaltstack(&stack, NULL), 0);
		assert_int_equal(sigaction(SIGTRAP, &action, NULL), 0);
		steps = 0;
		steps_max = (unsigned long)unwind_scale(20000, 1000000);
		trap_on();
		work();
		trap_off();
		assert_true(steps >= at_least);
		unwind_assert_equal(compares ? at_least : 0);
	}
}

/* ---- what is stepped through ------------------------------------------------------ */

static volatile unsigned int sink;

#if defined(__clang__)
#define O2
#define O0 __attribute__((optnone))
#else
#define O2 __attribute__((optimize("O2", "omit-frame-pointer")))
#define O0 __attribute__((optimize("O0")))
#endif

static O2 never_inline int leaf(int n)
{
	return (int)((unsigned int)n + sink) & 0xff;
}

static O2 never_inline int saves(int a, int b, int c, int d)
{
	int e = leaf(a), f = leaf(b), g = leaf(c), h = leaf(d);

	return leaf(a + e) + leaf(b + f) + leaf(c + g) + leaf(d + h);
}

static O2 never_inline int grows(int n)
{
	volatile char *pad = alloca((size_t)n * 16);

	pad[0] = 1;
	return saves(n, n + 1, pad[0], n + 3);
}

static O2 never_inline int aligns(int n)
{
	volatile char pad[64] __attribute__((aligned(64)));
	volatile char *more = alloca((size_t)n * 16);

	pad[3] = more[5] = 1;
	return grows(n) + pad[3] + more[5];
}

static O0 never_inline int slow(int n)
{
	int a[20];

	for (int i = 0; i < 20; i++)
		a[i] = n;
	return aligns(a[7]);
}

static O2 never_inline int tail(int n)
{
	return slow(n + 1);
}

static void shapes(void)
{
	sink = (unsigned int)tail(3);
}

static void test_shapes(void **state)
{
	(void)state;
	step_through(shapes, 200);
}

static int by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void libc(void)
{
	int values[5] = { 4, 2, 5, 1, 3 };
	char text[64];
	char *copy;

	qsort(values, array_size(values), sizeof(values[0]), by_value);
	snprintf(text, sizeof(text), "%d %s %g", values[0], "text", 1.5);
	copy = strdup(text);
	sink = (unsigned int)strtol(copy, NULL, 10);
	free(copy);
	sink += (unsigned int)getppid();
}

static void test_libc(void **state)
{
	(void)state;
	step_through(libc, 1000);
}

static void vdso(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	sink = (unsigned int)now.tv_nsec;
}

static void test_vdso(void **state)
{
	(void)state;
	step_through(vdso, 30);
}

static jmp_buf back;

static never_inline void jump(void)
{
	longjmp(back, 1);
}

static void jumps(void)
{
	if (setjmp(back) == 0)
		jump();
}

static void test_longjmp(void **state)
{
	(void)state;
	if (UNDER_SANITIZER)
		skip();
	step_through(jumps, 60);
}

static ucontext_t here, there;

static void other(void)
{
	sink = (unsigned int)leaf(2);
	swapcontext(&there, &here);
}

static void switches(void)
{
	static char stack[1 << 16];

	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = &here;
	makecontext(&there, other, 0);
	swapcontext(&here, &there);
}

static void test_swapcontext(void **state)
{
	(void)state;
	/* The table says CFA = rsp + 8 also after rsp has become the other stack's. */
	compares = false;
	step_through(switches, 150);
	compares = true;
}

static void signals(void)
{
	signal(SIGUSR1, SIG_IGN);
	raise(SIGUSR1);
}

static void test_raise(void **state)
{
	(void)state;
	step_through(signals, 50);
}

/*
 * The walker itself, in a thread: the handler's captures come in the middle of
 * it, and empty the table that it is filling.
 */
static struct stack undisturbed, disturbed[2];

static never_inline void capture_twice(struct stack *stacks)
{
	for (volatile int i = 0; i < 2; i++)
		unwind_capture(&stacks[i]);
}

static void *capturing_thread(void *arg)
{
	struct stack before[2];

	/* One call, so that both have the same pc here. */
	for (volatile int i = 0; i < 2; i++) {
		unwind_flush();
		if (i)
			trap_on();
		capture_twice(i ? disturbed : before);
	}
	trap_off();
	undisturbed = before[0];
	return arg;
}

static void test_walker_is_interrupted(void **state)
{
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO };
	pthread_t thread;

	(void)state;
	assert_int_equal(sigaction(SIGTRAP, &action, NULL), 0);
	compares = false;
	flushes = true;
	steps = 0;
	steps_max = 100000;
	assert_int_equal(pthread_create(&thread, NULL, capturing_thread, NULL), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	compares = true;
	flushes = false;
	assert_true(steps > 1000);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(disturbed[i].count, undisturbed.count);
		assert_memory_equal(disturbed[i].pcs, undisturbed.pcs,
				    (size_t)undisturbed.count * sizeof(undisturbed.pcs[0]));
	}
}

/*
 * The first call by a PLT: the entry, the loader's trampoline (its frame is in
 * rbx), the lookup of the symbol; and the second, which goes straight on.
 */
static const char lazy_source[] =
	"int lazy_target(int n) { return n + 1; }\n"
	"int lazy_call(int n) { return lazy_target(n) + lazy_target(n + 1); }\n";

static int (*lazy_call)(int);

static void lazy(void)
{
	sink = (unsigned int)lazy_call(1);
}

static void test_lazy_binding(void **state)
{
	/* With an entry of each of the two kinds of PLT. */
	static const char *const flags[] = { "-O2", "-O2 -fcf-protection -Wl,-z,ibtplt" };

	(void)state;
	for (size_t i = 0; i < array_size(flags); i++) {
		void *handle = unwind_compile("cc", flags[i], lazy_source);

		if (!handle)
			skip();
		*(void **)&lazy_call = dlsym(handle, "lazy_call");
		assert_non_null(lazy_call);
		/* Binds at the first of the two runs, so there are fewer steps in the second. */
		step_through(lazy, 10);
	}
}

static int set_up(void **state)
{
	(void)state;
	unwind_check_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_libc),
		cmocka_unit_test(test_vdso),
		cmocka_unit_test(test_longjmp),
		cmocka_unit_test(test_swapcontext),
		cmocka_unit_test(test_raise),
		cmocka_unit_test(test_walker_is_interrupted),
		cmocka_unit_test(test_lazy_binding),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}

#else

static void test_nothing(void **state)
{
	(void)state;
	skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_nothing) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
