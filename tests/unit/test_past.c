/* model/past: stacks out of another ledger, which may be damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fdwarden/cmocka.h>

#include "model/depot.h"
#include "model/modules.h"
#include "model/past.h"
#include "model/places.h"

static struct ledger old, now;
static int file;
static uint32_t code_ref, stack_ref;

static uint32_t put(struct ledger *ledger, const uintptr_t *pcs, unsigned int depth)
{
	bool is_new;

	return depot_put(ledger, pcs, depth, &is_new);
}

static uint32_t put_code(struct ledger *ledger, uint64_t address, const char *bytes)
{
	struct ledger_code *code;
	uint32_t at;

	assert_true(places_start(ledger));
	at = places_code_take(ledger, 5);
	code = ledger_at(ledger, at);
	code->address = address;
	code->name_bytes = 1;
	code->file_bytes = 4;
	memcpy(code->bytes, bytes, 5);
	return places_code_put(ledger, at);
}

/* A place in a function "f" of "f.py". */
static uintptr_t python_frame(void)
{
	code_ref = put_code(&old, 0x1000, "ff.py");
	return (uintptr_t)FRAME_PYTHON << 32 | places_put(&old, code_ref, 12);
}

/* Number 70 was opened by a stack that runs through this program and through Python. */
static int setup(void **state)
{
	uintptr_t pcs[] = { (uintptr_t)setup + 1, (uintptr_t)memcpy + 2, 0 };
	struct ledger_slot *slot;

	(void)state;
	file = memfd_create("old", 0);
	assert_int_equal(ledger_start(&old, file), 0);
	assert_int_equal(ledger_start(&now, -1), 0);
	pcs[2] = python_frame();
	modules_changed(&old);
	assert_true(modules_note(&old, pcs, 2));
	slot = ledger_slot_make(&old, 70);
	slot->open_stack = stack_ref = put(&old, pcs, 3);
	slot->open_tid = 300;
	slot->word = word_make(1, 0, OBJECT_FILE, SLOT_OPEN);
	ledger_slot_make(&old, 5)->word = word_make(9, 0, OBJECT_SOCKET, SLOT_OPEN);
	old.header->threads[300 % LEDGER_THREADS] = (struct ledger_thread){ 300, "worker" };
	old.header->complete = 1;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(munmap(old.arena.base, old.arena.reserved_bytes), 0);
	assert_int_equal(munmap(now.arena.base, now.arena.reserved_bytes), 0);
	return close(file);
}

/* What is taken over of number 70: its stack, or 0. */
static uint32_t take(void)
{
	struct ledger_slot slot;
	struct past past;
	uint32_t at;

	if (!past_open(&past, file))
		return 0;
	at = past_slot(&past, 70, &slot) ? past_stack(&past, slot.open_stack, &now) : 0;
	past_thread(&past, 300, &now);
	past_close(&past, &now);
	return at;
}

static const struct ledger_module *module(void)
{
	return ledger_at(&now, now.header->modules);
}

/* The newest is first, as it was. */
static void expect_module(const struct ledger_module *m, uintptr_t holds)
{
	assert_non_null(m);
	assert_true(m->start <= holds && holds < m->end);
	assert_int_equal(m->epoch, 1);
}

static void all_is_taken_over(void **state)
{
	const struct ledger_stack *stack;
	const struct ledger_place *place;
	const struct ledger_code *code;

	(void)state;
	stack = ledger_at(&now, take());
	assert_non_null(stack);
	assert_int_equal(stack->depth, 3);
	assert_int_equal(depot_pc(&now, stack, 0), (uintptr_t)setup + 1);
	assert_int_equal(depot_pc(&now, stack, 1), (uintptr_t)memcpy + 2);
	assert_int_equal(stack->epoch, 1);
	assert_int_equal(depot_pc(&now, stack, 2) >> 32, FRAME_PYTHON);
	place = ledger_at(&now, (uint32_t)depot_pc(&now, stack, 2));
	assert_int_equal(place->offset, 12);
	code = ledger_at(&now, place->code);
	assert_memory_equal(code->bytes, "ff.py", 5);
	expect_module(module(), (uintptr_t)memcpy);
	expect_module(ledger_at(&now, module()->next), (uintptr_t)setup);
	assert_string_equal(now.header->threads[300 % LEDGER_THREADS].name, "worker");
}

/* A code object of ours that is where theirs lies in its file is another one. */
static void their_code_is_not_ours(void **state)
{
	const struct ledger_stack *stack;
	const struct ledger_place *place;

	(void)state;
	assert_int_not_equal(put_code(&now, code_ref, "gg.py"), 0);
	stack = ledger_at(&now, take());
	place = ledger_at(&now, (uint32_t)depot_pc(&now, stack, 2));
	assert_memory_equal(((struct ledger_code *)ledger_at(&now, place->code))->bytes, "ff.py",
			    5);
}

/* Ours come later, and are told from theirs. */
static void the_epochs_do_not_mix(void **state)
{
	uintptr_t pcs[] = { (uintptr_t)setup + 1, (uintptr_t)setup + 2 };

	(void)state;
	assert_int_not_equal(take(), 0);
	assert_int_equal(module()->epoch, 1);
	assert_int_equal(now.header->epoch, 2);
	assert_int_not_equal(put(&now, pcs, 2), 0);
	assert_int_equal(((struct ledger_stack *)ledger_at(&now, put(&now, pcs, 2)))->epoch, 2);
}

static void the_first_block_lies_in_the_header(void **state)
{
	struct ledger_slot slot;
	struct past past;

	(void)state;
	assert_true(past_open(&past, file));
	assert_true(past_slot(&past, 5, &slot));
	assert_int_equal(slot.word, word_make(9, 0, OBJECT_SOCKET, SLOT_OPEN));
	past_close(&past, &now);
}

static void what_was_never_opened_is_not_there(void **state)
{
	struct ledger_slot slot;
	struct past past;

	(void)state;
	assert_true(past_open(&past, file));
	assert_false(past_slot(&past, 7, &slot) && slot.open_stack);
	assert_false(past_slot(&past, 70000, &slot));
	assert_false(past_slot(&past, -1, &slot));
	past_close(&past, &now);
	assert_int_equal(now.header->epoch, 0);
	old.header->complete = 0;
	assert_false(past_open(&past, file));
}

static void too_deep_a_stack_is_none(void **state)
{
	struct ledger_stack *stack = ledger_at(&old, stack_ref);

	(void)state;
	assert_int_not_equal(ledger_take(&old, 100000), 0);
	stack->depth = 10000;
	assert_int_equal(take(), 0);
}

static void modules_in_a_circle_are_none(void **state)
{
	struct ledger_module *m = ledger_at(&old, old.header->modules);

	(void)state;
	m->next = old.header->modules;
	assert_int_equal(take(), 0);
}

/* An empty ledger again, as far as past.h's functions look. */
static void forget(void)
{
	size_t keep = offsetof(struct ledger_header, complete);

	memset(now.arena.base + keep, 0, now.header->used_bytes - keep);
	now.header->used_bytes = sizeof(struct ledger_header);
	now.header->highs_count = 1;
}

/* Any words may be wrong: a stack or none, and we are still there. */
static void damage_does_no_harm(void **state)
{
	size_t bytes = old.header->used_bytes;
	uint8_t *sound = malloc(bytes);
	unsigned int taken = 0;

	(void)state;
	srandom(6);
	memcpy(sound, old.arena.base, bytes);
	for (int i = 0; i < 20000; i++) {
		for (int n = 0; n < 40; n++) {
			uint32_t word = random() % 3 ? (uint32_t)random()
						     : (uint32_t)random() % bytes;
			size_t at = random() % 2 ? sizeof(struct ledger_header) : 0;

			at += (size_t)random() % (bytes - at - sizeof(word));
			memcpy(old.arena.base + at, &word, sizeof(word));
		}
		taken += take() != 0;
		memcpy(old.arena.base, sound, bytes);
		forget();
	}
	assert_true(taken > 0 && taken < 20000);
	free(sound);
}

/* A file that is shorter than it says: as after a full disk. */
static void a_short_file_is_no_trap(void **state)
{
	(void)state;
	for (off_t bytes = (off_t)old.header->used_bytes - 1; bytes > 100; bytes -= 500) {
		assert_int_equal(ftruncate(file, bytes), 0);
		(void)take();
	}
	assert_int_equal(take(), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_is_taken_over),        TEST(their_code_is_not_ours),
		TEST(too_deep_a_stack_is_none), TEST(modules_in_a_circle_are_none),
		TEST(the_first_block_lies_in_the_header),
		TEST(the_epochs_do_not_mix),    TEST(what_was_never_opened_is_not_there),
		TEST(damage_does_no_harm),      TEST(a_short_file_is_no_trap),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}
