/*
 * The verified stack cache: what it finds is what a walk finds. Here with few
 * functions in many orders, so that stacks differ where sp and pc are the same;
 * every stack of the other test_unwind_* programs is compared as well.
 */
#include "unwind_check.h"
#include "unwind_shapes.h"
#include "unwind_trap.h"

#include "unwind/window.h"

#include <alloca.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* ---- the same functions in many orders ------------------------------------------------ */

static void bottom(void)
{
	unwind_check_cache();
}

/* Equal frames by different functions, frames with and without fp, alloca, realigned ones. */
static const uint8_t alphabets[][4] = {
	{ 0, 16, 34, 0 },	/* plain_0, fast_0 */
	{ 8, 9, 0, 1 },		/* slow: by frame pointers, below others that save them */
	{ 24, 25, 26, 27 },	/* alloca */
	{ 28, 30, 8, 24 },	/* realigned */
	{ 33, 8, 0, 32 },	/* busy, and through qsort, which is for one thread only */
};

static void run_orders(int stacks, int of)
{
	uint8_t path[8];

	shapes_bottom = bottom;
	for (int i = 0; i < stacks; i++) {
		const uint8_t *alphabet = alphabets[i / 64 % of];

		for (size_t j = 0; j < sizeof(path); j++)
			path[j] = alphabet[random() % 4];
		shapes_call(path, 2 + i % 3);
	}
}

static void test_orders(void **state)
{
	(void)state;
	run_orders(unwind_scale(40000, 4000000), array_size(alphabets));
	assert_true(unwind_counts.cached >= 10000);
	unwind_assert_equal(40000);
}

/* ---- why return addresses alone are not enough --------------------------------------- */

#define SLOTS 64

static struct {
	struct caller from;
	struct stack stack;
	const uintptr_t *slot[SLOTS];
	bool matches; /* each slot has the return address of the other way */
	uint32_t found;
} way[2];

static volatile int now;
static volatile char sink;

/* Where on the stack each return address stands. */
static reads_stack void note_slots(int which)
{
	const uintptr_t *at = (const uintptr_t *)way[which].from.sp;

	for (int i = 1; i < way[which].stack.count && i < SLOTS; i++, at++) {
		while (*at != way[which].stack.pcs[i])
			at++;
		way[which].slot[i] = at;
	}
}

static reads_stack bool slots_match(int which)
{
	for (int i = 1; i < way[which].stack.count && i < SLOTS; i++) {
		if (*way[which].slot[i] != way[which].stack.pcs[i])
			return false;
	}
	return true;
}

static never_inline void note_way(void)
{
	struct caller from = CALLER();
	struct stack *stack = &way[now].stack;

	way[now].from = from;
	stack->count = unwind_cfi.capture(&from, stack->pcs, UNWIND_DEPTH_MAX);
	if (now == 0) {
		note_slots(0);
		assert_true(stack_cache_keep(&from, stack->pcs, stack->count, UNWIND_DEPTH_MAX, 7,
					     stack_cache_generation()));
		assert_int_equal(stack_cache_find(&from), 7);
	} else {
		way[1].matches = way[0].from.sp == from.sp && way[0].from.pc == from.pc &&
				 slots_match(0);
		way[1].found = stack_cache_find(&from);
	}
}

static bool one_more;

/* A frame that saves fp: what is above goes by the saved one. */
static never_inline void further(void)
{
	note_way();
	sink = 3;
}

static never_inline void reserves(size_t bytes)
{
	volatile char *pad = alloca(bytes);

	if (one_more)
		further();
	else
		note_way();
	sink = *pad;
}

static never_inline void between(size_t bytes)
{
	volatile char pad[64];

	pad[0] = 1;
	reserves(bytes);
	sink = pad[0];
}

static never_inline void either(void (*next)(size_t), size_t bytes)
{
	next(bytes);
	sink = 2;
}

/*
 * reserves() below between(); then alone, its memory reaching over what is left
 * of between(), which it does not touch.
 */
static void run_stale_return_address(void)
{
	/* Volatile, and one call for both: the same return addresses. */
	void (*volatile both[])(size_t) = { between, reserves };
	int matched = 0;

	if (UNDER_SANITIZER)
		skip();
	for (size_t bytes = 16; bytes < 512; bytes += 8) {
		stack_cache_flush();
		for (now = 0; now < 2; now++)
			either(both[now], now ? bytes : 16);
		assert_int_not_equal(way[1].stack.count, way[0].stack.count);
		assert_int_equal(way[1].found, 0);
		matched += way[1].matches;
	}
	assert_true(matched > 0);
}

static void test_stale_return_address(void **state)
{
	(void)state;
	one_more = false;
	run_stale_return_address();
}

static void test_stale_frame_pointer(void **state)
{
	(void)state;
	one_more = true;
	run_stale_return_address();
}

/* ---- what is kept, and how long ------------------------------------------------------- */

static struct caller kept_from;
static struct stack kept_stack;

static never_inline bool keep_here(uint32_t generation)
{
	struct caller from = CALLER();

	kept_from = from;
	kept_stack.count = unwind_cfi.capture(&from, kept_stack.pcs, UNWIND_DEPTH_MAX);
	return stack_cache_keep(&from, kept_stack.pcs, kept_stack.count, UNWIND_DEPTH_MAX, 9,
				generation);
}

static void test_flush(void **state)
{
	uint32_t before;

	(void)state;
	assert_true(keep_here(stack_cache_generation()));
	assert_int_equal(stack_cache_find(&kept_from), 9);
	before = stack_cache_generation();
	stack_cache_flush();
	assert_int_equal(stack_cache_find(&kept_from), 0);
	/* A walk that began before the flush. */
	(void)keep_here(before);
	assert_int_equal(stack_cache_find(&kept_from), 0);
}

/* What another unwinder found is kept only if the rules find the same. */
static void test_other_stack(void **state)
{
	(void)state;
	stack_cache_flush();
	assert_true(keep_here(stack_cache_generation()));
	stack_cache_flush();
	kept_stack.pcs[1]++;
	assert_false(stack_cache_keep(&kept_from, kept_stack.pcs, kept_stack.count,
				      UNWIND_DEPTH_MAX, 9, stack_cache_generation()));
	kept_stack.pcs[1]--;
	assert_false(stack_cache_keep(&kept_from, kept_stack.pcs, kept_stack.count - 1,
				      UNWIND_DEPTH_MAX, 9, stack_cache_generation()));
	/* Cut off at that depth it is the same stack. */
	assert_true(stack_cache_keep(&kept_from, kept_stack.pcs, 2, 2, 9,
				     stack_cache_generation()));
}

static volatile bool kept_in_signal;

static void on_signal(int number)
{
	(void)number;
	kept_in_signal = keep_here(stack_cache_generation());
}

static void test_signal_is_walked(void **state)
{
	(void)state;
	assert_true(signal(SIGUSR1, on_signal) != SIG_ERR);
	kept_in_signal = true;
	raise(SIGUSR1);
	assert_false(kept_in_signal);
	assert_true(signal(SIGUSR1, SIG_DFL) != SIG_ERR);
}

static void test_due(void **state)
{
	struct caller from = { .pc = 0x123456, .sp = 0x7890 };
	int due = 0;

	(void)state;
	for (int i = 0; i < 1600; i++)
		due += stack_cache_due(&from);
	assert_int_equal(due, 100);
}

/* ---- threads --------------------------------------------------------------------------- */

static volatile bool stop;

static void *flush_on(void *unused)
{
	while (!stop) {
		stack_cache_flush();
		usleep(100);
	}
	return unused;
}

static void *orders(void *unused)
{
	run_orders(unwind_scale(20000, 1000000), array_size(alphabets) - 1);
	return unused;
}

/* And while one is flushing. */
static void test_threads(void **state)
{
	pthread_t threads[4], flusher;

	(void)state;
	stop = false;
	assert_int_equal(pthread_create(&flusher, NULL, flush_on, NULL), 0);
	for (size_t i = 0; i < array_size(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, orders, NULL), 0);
	for (size_t i = 0; i < array_size(threads); i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	stop = true;
	assert_int_equal(pthread_join(flusher, NULL), 0);
	assert_true(unwind_counts.cached >= 100);
	unwind_assert_equal(80000);
}

/* ---- an entry that changes while it is read ------------------------------------------ */

#if defined(__x86_64__)

/*
 * A made-up stack of two frames. What is kept for it is not true at first. At one
 * instruction of the search it is replaced by what is: found may be that or
 * nothing, but never the old reference for the new words.
 */
static uintptr_t frame[64];
static long steps, step_wanted;

static struct caller made_up(void)
{
	uintptr_t at = (uintptr_t)frame;

	return (struct caller){ .pc = kept_from.pc, .sp = at, .fp = at };
}

static void keep_made_up(uintptr_t return_address, uint32_t stack)
{
	struct caller from = made_up();
	uintptr_t pcs[2] = { from.pc, return_address };

	for (size_t i = 0; i < array_size(frame); i++)
		frame[i] = return_address;
	assert_true(stack_cache_keep(&from, pcs, 2, 2, stack, stack_cache_generation()));
}

static void on_trap(int number)
{
	(void)number;
	if (++steps == step_wanted)
		keep_made_up(kept_stack.pcs[1], 2);
}

/* The handler acts after this many instructions of the search; after none if it is 0. */
static uint32_t find_by_steps(const struct caller *from, long at_step)
{
	uint32_t found;

	steps = 0;
	step_wanted = at_step;
	trap_on();
	found = stack_cache_find(from);
	trap_off();
	return found;
}

/* One step more than the search takes: then nothing is replaced in it. */
static uint32_t find_stepping(long at_step)
{
	struct caller from = made_up();

	stack_cache_flush();
	for (int i = 0; i < 8; i++)
		keep_made_up(kept_stack.pcs[0], 1);
	for (size_t i = 0; i < array_size(frame); i++)
		frame[i] = 0;
	return find_by_steps(&from, at_step);
}

static void test_replaced_while_read(void **state)
{
	int replaced = 0;
	long step = 1;

	(void)state;
	assert_true(keep_here(stack_cache_generation()));
	assert_true(signal(SIGTRAP, on_trap) != SIG_ERR);
	do {
		uint32_t found = find_stepping(step);

		assert_true(found == 0 || found == 2);
		replaced += found == 2;
	} while (++step < steps);
	assert_true(signal(SIGTRAP, SIG_DFL) != SIG_ERR);
	assert_true(replaced > 0);
}

/* A thread that has not looked at this memory yet shows itself each page of it. */
static void *find_made_up(void *found)
{
	struct caller from = made_up();

	*(uint32_t *)found = stack_cache_find(&from);
	return NULL;
}

static uint32_t found_by_new_thread(void)
{
	pthread_t thread;
	uint32_t found;

	assert_int_equal(pthread_create(&thread, NULL, find_made_up, &found), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	return found;
}

static void test_found_by_new_thread(void **state)
{
	(void)state;
	assert_true(keep_here(stack_cache_generation()));
	keep_made_up(kept_stack.pcs[1], 3);
	assert_int_equal(found_by_new_thread(), 3);
	for (size_t i = 0; i < array_size(frame); i++)
		frame[i]++;
	assert_int_equal(found_by_new_thread(), 0);
}

/*
 * A made-up stack whose second frame is near or, by its frame pointer, far. At one
 * instruction of the search the entry for the near one is replaced by that for the far
 * one, and what lies there goes away: nothing may be read by a place that was not
 * compared with what is known to be readable.
 */
#define FAR_WORDS	((size_t)32 << 10)
#define PAGE_WORDS	(4096 / sizeof(uintptr_t))

static uintptr_t *reach;

static void keep_reaching(size_t words, uint32_t stack)
{
	uintptr_t at = (uintptr_t)reach;
	struct caller from = { .pc = kept_from.pc, .sp = at, .fp = at };
	uintptr_t pcs[3] = { from.pc, kept_stack.pcs[1], kept_stack.pcs[1] };

	reach[0] = (uintptr_t)&reach[words];
	reach[1] = pcs[1];
	reach[words + 1] = pcs[2];
	assert_true(stack_cache_keep(&from, pcs, 3, 3, stack, stack_cache_generation()));
}

static void set_far(int protection)
{
	assert_int_equal(mprotect(&reach[FAR_WORDS], 4096, protection), 0);
}

static void on_trap_far(int number)
{
	(void)number;
	if (++steps == step_wanted) {
		keep_reaching(FAR_WORDS, 2);
		set_far(PROT_NONE);
	}
}

static uint32_t find_reaching(long at_step)
{
	uintptr_t at = (uintptr_t)reach;
	struct caller from = { .pc = kept_from.pc, .sp = at, .fp = at };

	stack_cache_flush();
	set_far(PROT_READ | PROT_WRITE);
	/* In each place of the set: the far one will take the next. */
	for (int i = 0; i < 4; i++)
		keep_reaching(8, 1);
	return find_by_steps(&from, at_step);
}

/* Its frame and its caller's are by frame pointer. */
static never_inline void keep_in_a_frame(void)
{
	assert_true(keep_here(stack_cache_generation()));
	sink = 4;
}

static void test_out_of_reach(void **state)
{
	long step = 1;

	(void)state;
	keep_in_a_frame();
	reach = mmap(NULL, sizeof(uintptr_t) * (FAR_WORDS + PAGE_WORDS), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(reach != MAP_FAILED);
	assert_true(signal(SIGTRAP, on_trap_far) != SIG_ERR);
	do
		assert_true(find_reaching(step) <= 1);
	while (++step < steps);
	assert_int_equal(find_reaching(0), 1);
	assert_true(signal(SIGTRAP, SIG_DFL) != SIG_ERR);
}

#define X86_64_TESTS                                                                        \
	cmocka_unit_test(test_replaced_while_read), cmocka_unit_test(test_out_of_reach),    \
	cmocka_unit_test(test_found_by_new_thread),
#else
#define X86_64_TESTS
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_stale_return_address),
		cmocka_unit_test(test_stale_frame_pointer),
		cmocka_unit_test(test_flush),
		cmocka_unit_test(test_other_stack),
		cmocka_unit_test(test_signal_is_walked),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_threads),
		X86_64_TESTS
	};

	return cmocka_run_group_tests(tests, unwind_set_up, NULL);
}
