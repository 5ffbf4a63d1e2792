/* model/depot: every distinct stack once. */
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>

#include <fdwarden/cmocka.h>

#include "model/depot.h"
#include "model/modules.h"

static struct ledger ledger;

static int setup(void **state)
{
	(void)state;
	return ledger_start(&ledger, -1);
}

static int teardown(void **state)
{
	(void)state;
	return munmap(ledger.arena.base, ledger.arena.reserved_bytes);
}

static uint32_t put(const uintptr_t *pcs, unsigned int depth, bool expect_new)
{
	bool is_new = !expect_new;
	uint32_t at = depot_put(&ledger, pcs, depth, &is_new);

	assert_int_not_equal(at, 0);
	assert_int_equal(is_new, expect_new);
	return at;
}

static void expect_frames(uint32_t at, const uintptr_t *pcs, unsigned int depth)
{
	const struct ledger_stack *stack = ledger_at(&ledger, at);

	assert_int_equal(stack->depth, depth);
	for (unsigned int i = 0; i < depth; i++)
		assert_int_equal(depot_pc(&ledger, stack, i), pcs[i]);
}

static void the_same_stack_is_kept_once(void **state)
{
	static const uintptr_t pcs[] = { 0x401000, 0x402000, 0x403000 };
	uint32_t first = put(pcs, 3, true);
	uint64_t used = ledger.header->used_bytes;

	(void)state;
	assert_int_equal(put(pcs, 3, false), first);
	assert_int_equal(put(pcs, 3, false), first);
	assert_int_equal(ledger.header->stacks, 1);
	assert_int_equal(ledger.header->used_bytes, used);
	expect_frames(first, pcs, 3);
}

static void stacks_that_differ_are_kept_apart(void **state)
{
	static const uintptr_t rows[][3] = {
		{ 0x401000, 0x402000, 0x403000 },
		{ 0x401001, 0x402000, 0x403000 },    /* the first frame */
		{ 0x401000, 0x402000, 0x403001 },    /* the last frame */
		{ 0x402000, 0x401000, 0x403000 },    /* their order */
		{ 0x100401000, 0x402000, 0x403000 }, /* an upper half */
	};
	uint32_t at[array_size(rows)];

	(void)state;
	for (size_t i = 0; i < array_size(rows); i++) {
		at[i] = put(rows[i], 3, true);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(at[i], at[k]);
	}
	assert_int_not_equal(put(rows[0], 2, true), at[0]); /* shorter */
	for (size_t i = 0; i < array_size(rows); i++) {
		assert_int_equal(put(rows[i], 3, false), at[i]);
		expect_frames(at[i], rows[i], 3);
	}
	assert_int_equal(ledger.header->stacks, array_size(rows) + 1);
}

/*
 * Two stacks may have one hash: a record that was tampered with stands for the
 * other one. Its hash is right, so everything else must be compared.
 */
static void an_equal_hash_is_not_an_equal_stack(void **state)
{
	static const uintptr_t pcs[] = { 0x401000, 0x402000, 0x7f0000403000 };
	struct ledger_stack *stack;

	(void)state;
	for (int part = 0; part < 6; part++) {
		stack = ledger_at(&ledger, put(pcs, 3, true));
		switch (part) {
		case 0:
			stack->low[0] ^= 1;
			break;
		case 1:
			stack->low[2] ^= 1;
			break;
		case 2:
			((uint8_t *)(stack->low + 3))[2] ^= 1;
			break;
		case 3:
			stack->depth = 2;
			break;
		case 4:
			stack->epoch = 1;
			break;
		default:
			stack->hash ^= DEPOT_BUCKETS;
		}
	}
	(void)put(pcs, 3, true);
	assert_int_equal(ledger.header->stacks, 7);
}

/* Two stacks in one bucket: the chain is walked. */
static void a_bucket_holds_many(void **state)
{
	uintptr_t pc;

	(void)state;
	for (pc = 1; pc <= 3 * DEPOT_BUCKETS; pc++)
		(void)put(&pc, 1, true);
	for (pc = 1; pc <= 3 * DEPOT_BUCKETS; pc++)
		expect_frames(put(&pc, 1, false), &pc, 1);
	assert_int_equal(ledger.header->stacks, 3 * DEPOT_BUCKETS);
}

static void upper_halves_are_shared(void **state)
{
	static const uintptr_t pcs[] = {
		0x7fff00000001, 0x555500000001, 0x7fff00000002, 0x400001, 0xffffffff00000003,
	};

	(void)state;
	expect_frames(put(pcs, 5, true), pcs, 5);
	assert_int_equal(ledger.header->highs_count, 4);
	assert_int_equal(ledger.header->highs[0], 0);
	assert_int_equal(ledger.header->highs[1], 0x7fff);
	assert_int_equal(ledger.header->highs[2], 0x5555);
	assert_int_equal(ledger.header->highs[3], 0xffffffff);
}

/* A program that is not position-independent lies in the first 4 GiB. */
static void upper_half_0_needs_no_entry(void **state)
{
	static const uintptr_t pcs[] = { 0x401000, 0xffffffff };

	(void)state;
	expect_frames(put(pcs, 2, true), pcs, 2);
	assert_int_equal(ledger.header->highs_count, 1);
}

static void too_many_upper_halves_are_lost_and_counted(void **state)
{
	uintptr_t pc;
	bool is_new = true;

	(void)state;
	for (uintptr_t high = 1; high < DEPOT_HIGHS; high++) {
		pc = high << 32 | 7;
		expect_frames(put(&pc, 1, true), &pc, 1);
	}
	assert_int_equal(ledger.header->highs_count, DEPOT_HIGHS);
	pc = (uintptr_t)DEPOT_HIGHS << 32 | 7;
	assert_int_equal(depot_put(&ledger, &pc, 1, &is_new), 0);
	assert_false(is_new);
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 1);
	assert_int_equal(ledger.header->stacks, DEPOT_HIGHS - 1);
	pc = (uintptr_t)(DEPOT_HIGHS - 1) << 32 | 8;
	expect_frames(put(&pc, 1, true), &pc, 1);
}

/* After a dlclose the same addresses may mean something else. */
static void another_epoch_is_another_stack(void **state)
{
	static const uintptr_t pcs[] = { 0x401000, 0x402000 };
	uint32_t before = put(pcs, 2, true), after;

	(void)state;
	modules_changed(&ledger);
	after = put(pcs, 2, true);
	assert_int_not_equal(after, before);
	assert_int_equal(put(pcs, 2, false), after);
	assert_int_equal(((struct ledger_stack *)ledger_at(&ledger, before))->epoch, 0);
	assert_int_equal(((struct ledger_stack *)ledger_at(&ledger, after))->epoch, 1);
	assert_int_equal(ledger.header->stacks, 2);
}

static void the_deepest_stack_is_cut_at_320(void **state)
{
	uintptr_t pcs[400];
	uint32_t at;

	(void)state;
	for (size_t i = 0; i < array_size(pcs); i++)
		pcs[i] = 0x7f0000000000 + i;
	at = put(pcs, 320, true);
	expect_frames(at, pcs, 320);
	assert_int_equal(put(pcs, 400, false), at);
	assert_int_not_equal(put(pcs, 319, true), at);
}

static void a_full_ledger_loses_new_stacks_only(void **state)
{
	uintptr_t pc = 1;
	uint32_t first = put(&pc, 1, true), kept;
	bool is_new = true;

	(void)state;
	ledger.arena.reserved_bytes = ledger.arena.mapped_bytes;
	while (ledger_take(&ledger, 8))
		;
	kept = ledger.header->stacks;
	ledger.header->lost[LOST_MEMORY] = 0;
	pc = 2;
	assert_int_equal(depot_put(&ledger, &pc, 1, &is_new), 0);
	assert_false(is_new);
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 1);
	assert_int_equal(ledger.header->stacks, kept);
	pc = 1;
	assert_int_equal(put(&pc, 1, false), first);
}

/* ---- Threads ----------------------------------------------------------- */

#define THREADS 4
#define ROUNDS  6000

/* What each thread was answered; all of them put the same stacks. */
static uint32_t answers[THREADS][ROUNDS];
static unsigned int new_ones[THREADS];
static unsigned int arrived;

static unsigned int stack_of(unsigned int round, uintptr_t pcs[8])
{
	unsigned int depth = 1 + round % 8;

	for (unsigned int i = 0; i < depth; i++)
		pcs[i] = (uintptr_t)(round % 7) << (32 + i % 3) | round << 4 | i;
	return depth;
}

/* All begin each round at once, so that they meet at the same bucket. */
static void all_are_here(unsigned int round)
{
	(void)__atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
	while (load_acquire(&arrived) < THREADS * (round + 1))
		(void)sched_yield();
}

static void *insert(void *arg)
{
	unsigned int self = (unsigned int)(uintptr_t)arg;
	uintptr_t pcs[8];
	bool is_new;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		unsigned int depth = stack_of(i, pcs);

		all_are_here(i);
		answers[self][i] = depot_put(&ledger, pcs, depth, &is_new);
		new_ones[self] += is_new;
	}
	return NULL;
}

static void threads_agree_on_every_stack(void **state)
{
	pthread_t threads[THREADS];
	unsigned int made = 0;
	uintptr_t pcs[8];

	(void)state;
	for (uintptr_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, insert, (void *)i), 0);
	for (unsigned int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		made += new_ones[i];
	}
	assert_int_equal(ledger.header->stacks, ROUNDS);
	assert_int_equal(made, ROUNDS);
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 0);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		unsigned int depth = stack_of(i, pcs);

		for (unsigned int k = 1; k < THREADS; k++)
			assert_int_equal(answers[k][i], answers[0][i]);
		expect_frames(answers[0][i], pcs, depth);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_same_stack_is_kept_once),
		TEST(stacks_that_differ_are_kept_apart),
		TEST(an_equal_hash_is_not_an_equal_stack),
		TEST(a_bucket_holds_many),
		TEST(upper_halves_are_shared),
		TEST(upper_half_0_needs_no_entry),
		TEST(too_many_upper_halves_are_lost_and_counted),
		TEST(another_epoch_is_another_stack),
		TEST(the_deepest_stack_is_cut_at_320),
		TEST(a_full_ledger_loses_new_stacks_only),
		TEST(threads_agree_on_every_stack),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}
