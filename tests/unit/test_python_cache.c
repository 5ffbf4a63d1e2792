/*
 * The cache of Python frames: what it finds is what stands there, on an
 * interpreter's memory made by hand (python_world.h), in the layout of each version.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fdwarden/cmocka.h>

#include "model/depot.h"
#include "python_world.h"
#include "unwind/stack_cache.h"

static struct ledger ledger;

static const uintptr_t native_pcs[2][2] = { { 0x401000, 0x402000 }, { 0x401000, 0x403000 } };

static uint32_t native_stack(int which)
{
	bool is_new;

	return depot_put(&ledger, native_pcs[which], 2, &is_new);
}

/* A walk, kept at once: the cache takes one in 16. */
static uint32_t walk_and_keep(int which)
{
	uintptr_t words[2 + INTERP_FRAMES_MAX];
	uint32_t native = native_stack(which), stack;
	bool is_new;
	int count;

	memcpy(words, native_pcs[which], sizeof(native_pcs[which]));
	count = python_capture(&ledger, words + 2, INTERP_FRAMES_MAX);
	stack = depot_put(&ledger, words, 2 + (unsigned int)count, &is_new);
	for (int i = 0; i < 16; i++)
		python_cache_keep(&ledger, native, words + 2, count, stack,
				  stack_cache_generation());
	return stack;
}

/* In random order: the same again, or changed. Returns how many differed. */
static int differences(int rounds)
{
	int differ = 0;

	for (int i = 0; i < rounds; i++) {
		int which = (int)world_random(2);
		uint32_t found;

		if (world_random(2))
			world_change();
		found = python_cache_find(native_stack(which));
		if (found)
			world->found++;
		else
			found = walk_and_keep(which);
		differ += !world_is_stack(&ledger, found, native_pcs[which]);
	}
	return differ;
}

/* ---- tests ------------------------------------------------------------------------------- */

static int setup(void **state)
{
	(void)state;
	return ledger_start(&ledger, -1) || !places_start(&ledger) || !python_cache_start();
}

static int teardown(void **state)
{
	(void)state;
	free(world);
	world = NULL;
	return munmap(ledger.arena.base, ledger.arena.reserved_bytes);
}

static void what_is_found_is_what_stands_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORLD_LAYOUTS; i++) {
		world_use(&world_layouts[i]);
		free(world);
		world_make((unsigned int)i + 1);
		assert_int_equal(differences(5000), 0);
		assert_in_range(world->found, 1000, 4000);
	}
}

/* A code object that was freed, and another one of the same shape in its place. */
static void a_text_that_changed_is_not_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORLD_LAYOUTS; i++) {
		world_use(&world_layouts[i]);
		world->count = 3;
		for (int k = 0; k < world->count; k++)
			world->chain[k].code = 0;
		world_store();
		for (int k = 0; k < 2; k++) {
			struct text *text = k ? world->codes[0].file : &world->codes[0].name;

			(void)walk_and_keep(0);
			assert_int_not_equal(python_cache_find(native_stack(0)), 0);
			text->characters[text->length - 1] ^= 1;
			world_store();
			assert_int_equal(python_cache_find(native_stack(0)), 0);
		}
	}
}

static void what_is_void_is_not_found(void **state)
{
	uint32_t kept;

	(void)state;
	kept = walk_and_keep(0);
	for (uint32_t native = 1; native < 2000; native++)
		assert_int_equal(python_cache_find(native), 0);
	assert_int_equal(python_cache_find(native_stack(0)), kept);
	stack_cache_flush();
	assert_int_equal(python_cache_find(native_stack(0)), 0);
}

static void with_subinterpreters_nothing_is_found(void **state)
{
	(void)state;
	(void)walk_and_keep(0);
	assert_int_not_equal(python_cache_find(native_stack(0)), 0);
	world_set(&world_runtime, python.layout.runtime_interpreters, 2);
	assert_int_equal(python_cache_find(native_stack(0)), 0);
	world_set(&world_runtime, python.layout.runtime_interpreters, 1);
}

static void a_walk_that_broke_off_is_not_kept(void **state)
{
	(void)state;
	world->count = 4;
	world_store();
	for (uintptr_t nowhere = 8; nowhere < 1ul << 47; nowhere = nowhere << 9 | 8) {
		world_set(world_frame(3), python.layout.frame_previous, nowhere);
		(void)walk_and_keep(0);
		assert_int_equal(python_cache_find(native_stack(0)), 0);
	}
	world_store();
	(void)walk_and_keep(0);
	assert_int_not_equal(python_cache_find(native_stack(0)), 0);
	for (uintptr_t nowhere = 8; nowhere < 1ul << 47; nowhere = nowhere << 9 | 8) {
		world_set(world_frame(1), python.layout.frame_previous, nowhere);
		assert_int_equal(python_cache_find(native_stack(0)), 0);
	}
}

/* More frames than an entry has room for, and fewer of Python than a stack has. */
static void what_is_too_long_is_not_kept(void **state)
{
	(void)state;
	world_use(&world_layouts[WORLD_LAYOUTS - 1]);
	assert_true(world_has_c_frames());
	world->count = WORLD_FRAMES;
	for (int i = 0; i < WORLD_FRAMES; i++)
		world->chain[i].code = i % 2 ? -1 : i % WORLD_CODES;
	world_store();
	assert_true(world_is_stack(&ledger, walk_and_keep(0), native_pcs[0]));
	assert_int_equal(python_cache_find(native_stack(0)), 0);
	world->count = PYTHON_CHAIN;
	world_store();
	(void)walk_and_keep(0);
	assert_true(world_is_stack(&ledger, python_cache_find(native_stack(0)), native_pcs[0]));
}

/* ---- where memory ends ------------------------------------------------------------------ */

static uint8_t *edges;

#define PAGE 4096

/* A copy of an object of so many bytes that ends where memory does, but for its alignment. */
static uintptr_t at_edge(const struct memory *object, size_t bytes)
{
	uint8_t *at = edges + PAGE - (bytes + 7) / 8 * 8;

	memcpy(at, object, bytes);
	edges += 2 * PAGE;
	return (uintptr_t)at;
}

static size_t str_bytes(const struct text *text)
{
	const struct python_layout *l = &python.layout;

	return text->kind == 1 ? (size_t)l->ascii_bytes + text->length + 1
			       : (size_t)l->compact_bytes + 2 * (text->length + 1);
}

/* The parts of the one code, then itself, then the one frame. */
static void move_to_edges(void)
{
	const struct python_layout *l = &python.layout;
	struct memory *code = &world->code_objects[0], *frame = world_frame(0);
	uintptr_t name = at_edge(&world->names[0], str_bytes(&world->codes[0].name)), at;

	world_set(code, l->code_name, name);
	if (l->code_qualname >= 0)
		world_set(code, l->code_qualname, name);
	at = at_edge(&world->file_objects[world->codes[0].file - world->files],
		     str_bytes(world->codes[0].file));
	world_set(code, l->code_file, at);
	at = at_edge(&world->tables[0], PYTHON_BYTES + world->codes[0].table_bytes + 1);
	world_set(code, l->code_lines, at);
	/* The members that are furthest off. */
	at = at_edge(code, (size_t)l->code_lines + 8);
	world_set(frame, l->frame_code, at);
	world_set_instruction(frame, at, world->chain[0].offset);
	at = at_edge(frame,
		     (size_t)(l->frame_owner > 0 ? l->frame_owner + 1 : l->frame_instruction + 8));
	world_set(l->cframe_frame >= 0 ? &world->cframe : &world->state,
		  l->cframe_frame >= 0 ? l->cframe_frame : l->state_frame, at);
}

static void objects_may_end_where_memory_does(void **state)
{
	size_t bytes = 64 * 2 * PAGE;
	uint8_t *map =
		mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_true(map != MAP_FAILED);
	for (size_t i = 1; i < bytes / PAGE; i += 2)
		assert_int_equal(mprotect(map + i * PAGE, PAGE, PROT_NONE), 0);
	edges = map;
	for (size_t i = 0; i < WORLD_LAYOUTS; i++) {
		world_use(&world_layouts[i]);
		world->count = 1;
		world->chain[0].code = 0;
		for (unsigned int length = 1; length <= 2; length++) {
			world->codes[0].name.length = length;
			world->codes[0].file->length = length + 1;
			world->codes[0].table_bytes = 7 * length;
			world_store();
			move_to_edges();
			assert_true(world_is_stack(&ledger, walk_and_keep(0), native_pcs[0]));
			assert_true(world_is_stack(&ledger, python_cache_find(native_stack(0)),
						   native_pcs[0]));
		}
	}
	assert_int_equal(munmap(map, bytes), 0);
}

/* ---- threads --------------------------------------------------------------------------- */

static volatile bool stop;

static void *flush_on(void *unused)
{
	while (!stop) {
		stack_cache_flush();
		usleep(200);
	}
	return unused;
}

struct job {
	unsigned int seed;
	int differ, found;
};

static void *work(void *given)
{
	struct job *job = given;

	world_make(job->seed);
	job->differ = differences(3000);
	job->found = world->found;
	free(world);
	return NULL;
}

static void threads_find_their_own(void **state)
{
	struct job jobs[4];
	pthread_t threads[4], flusher;

	(void)state;
	world_use(&world_layouts[2]);
	stop = false;
	assert_int_equal(pthread_create(&flusher, NULL, flush_on, NULL), 0);
	for (unsigned int i = 0; i < 4; i++) {
		jobs[i].seed = 100 + i;
		assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(jobs[i].differ, 0);
		assert_in_range(jobs[i].found, 1, 3000);
	}
	stop = true;
	assert_int_equal(pthread_join(flusher, NULL), 0);
}

/* ---- an entry that changes while it is read ------------------------------------------ */

#if defined(__x86_64__)

/*
 * What is kept is true but for its end. At one instruction of the search it is
 * replaced by what is: found is that or nothing.
 */
static long steps, step_wanted;
static uint32_t longer;

static void store_length(int count)
{
	world->count = count;
	world_store();
}

static void on_trap(int number)
{
	(void)number;
	if (++steps != step_wanted)
		return;
	/* In the entries that are free, and in that one. */
	for (int i = 0; i < 8; i++)
		longer = walk_and_keep(0);
}

static uint32_t find_stepping(uint32_t native, long at_step)
{
	uint32_t found;

	stack_cache_flush();
	store_length(2);
	(void)walk_and_keep(0);
	store_length(4);
	steps = 0;
	step_wanted = at_step;
	__asm__ volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
	found = python_cache_find(native);
	__asm__ volatile("pushfq\n\tandq $~0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
	return found;
}

static void replaced_while_read(void **state)
{
	uint32_t native = native_stack(0);
	int replaced = 0;
	long step = 1;

	(void)state;
	for (int i = 0; i < 4; i++)
		world->chain[i].code = 0;
	assert_true(signal(SIGTRAP, on_trap) != SIG_ERR);
	do {
		uint32_t found = find_stepping(native, step);

		assert_true(found == 0 ||
			    (found == longer && world_is_stack(&ledger, found, native_pcs[0])));
		replaced += found != 0;
	} while (++step < steps);
	assert_true(signal(SIGTRAP, SIG_DFL) != SIG_ERR);
	assert_true(replaced > 0);
}

#define X86_64_TESTS cmocka_unit_test(replaced_while_read),
#else
#define X86_64_TESTS
#endif

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_found_is_what_stands_there),
					    cmocka_unit_test(a_text_that_changed_is_not_found),
					    cmocka_unit_test(what_is_void_is_not_found),
					    cmocka_unit_test(with_subinterpreters_nothing_is_found),
					    cmocka_unit_test(a_walk_that_broke_off_is_not_kept),
					    cmocka_unit_test(what_is_too_long_is_not_kept),
					    cmocka_unit_test(objects_may_end_where_memory_does),
					    cmocka_unit_test(threads_find_their_own),
					    X86_64_TESTS };

	return cmocka_run_group_tests(tests, setup, teardown);
}
