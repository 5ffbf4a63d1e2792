/* model/ledger: the header, slots in blocks that double, the parts of a word, paths. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>

#include <fdwarden/cmocka.h>

#include "model/ledger.h"

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

static uint64_t lost_memory(void)
{
	return ledger.header->lost[LOST_MEMORY];
}

static void an_empty_ledger_says_what_it_is(void **state)
{
	const struct ledger_header *h = ledger.header;

	(void)state;
	assert_ptr_equal(h, ledger.arena.base);
	assert_memory_equal(h, "fdwarden", 8);
	assert_int_equal(h->version, LEDGER_VERSION);
	assert_int_equal(h->header_bytes, sizeof(*h));
	assert_int_equal(h->used_bytes, sizeof(*h));
	assert_int_equal(h->complete, 0);
	assert_int_equal(h->highs_count, 1);
	assert_int_equal(h->end_how, END_UNKNOWN);
	for (unsigned int k = 0; k < SLOT_DIRECTORIES; k++)
		assert_int_equal(h->slots[k], 0);
}

static void low_numbers_lie_on_the_first_page(void **state)
{
	(void)state;
	for (int fd = 0; fd < 64; fd++)
		assert_ptr_equal(ledger_slot_make(&ledger, fd), &ledger.header->first_slots[fd]);
	assert_true((uint8_t *)(ledger_slot(&ledger, 31) + 1) <= ledger.arena.base + 4096);
}

static void what_is_kept_is_there(void **state)
{
	uint32_t at = ledger_keep(&ledger, "some text", 10);

	(void)state;
	assert_int_equal(at, sizeof(struct ledger_header));
	assert_string_equal(ledger_at(&ledger, at), "some text");
	assert_int_equal(ledger.header->used_bytes, at + 16);
}

static void what_finds_no_room_is_counted(void **state)
{
	(void)state;
	assert_int_equal(ledger_take(&ledger, ledger.arena.reserved_bytes), 0);
	assert_int_equal(ledger_keep(&ledger, "", ledger.arena.reserved_bytes), 0);
	assert_int_equal(lost_memory(), 2);
}

static void a_high_number_costs_one_directory_and_one_block(void **state)
{
	uint64_t before;

	(void)state;
	assert_non_null(ledger_slot_make(&ledger, 3));
	before = ledger.header->used_bytes;
	assert_non_null(ledger_slot_make(&ledger, 1000000));
	assert_true(ledger.header->used_bytes - before <= 4096 + 4096 + 2 * 64);
	assert_null(ledger_slot(&ledger, 999000));
}

static void a_number_beyond_all_directories_is_counted_as_lost(void **state)
{
	(void)state;
	assert_null(ledger_slot_make(&ledger, SLOT_DIRECTORY * SLOT_DIRECTORIES));
	assert_int_equal(lost_memory(), 1);
	assert_non_null(ledger_slot_make(&ledger, SLOT_DIRECTORY * SLOT_DIRECTORIES - 1));
}

static void a_slot_is_there_once_it_was_made(void **state)
{
	struct ledger_slot *slot;

	(void)state;
	assert_null(ledger_slot(&ledger, 3));
	slot = ledger_slot_make(&ledger, 3);
	assert_non_null(slot);
	assert_int_equal(slot->word, 0);
	assert_ptr_equal(ledger_slot(&ledger, 3), slot);
	assert_ptr_equal(ledger_slot_make(&ledger, 3), slot);
	assert_ptr_equal(ledger_slot(&ledger, 0), slot - 3);
	assert_ptr_equal(ledger_slot(&ledger, 63), slot + 60);
	assert_null(ledger_slot(&ledger, 64));
	assert_null(ledger_slot(&ledger, INT_MAX));
}

/* The short way to the low numbers' blocks leads where the directory does. */
static void low_numbers_are_where_the_directory_says(void **state)
{
	const uint32_t *directory;
	int made = 0;

	(void)state;
	for (int fd = 0; fd < 1200; fd += 100, made++)
		assert_non_null(ledger_slot_make(&ledger, fd));
	directory = ledger_at(&ledger, ledger.header->slots[0]);
	for (unsigned int fd = 0; fd < 1200; fd++) {
		uint32_t at = directory[fd / SLOT_BLOCK];
		struct ledger_slot *block = ledger_at(&ledger, at);

		assert_ptr_equal(ledger_slot(&ledger, (int)fd), block ? block + fd % SLOT_BLOCK : NULL);
		if (fd < LEDGER_LOW)
			assert_int_equal(ledger.low[fd / SLOT_BLOCK], at);
		made -= block && fd % SLOT_BLOCK == 0;
	}
	assert_int_equal(made, 0);
}

static void no_slot_crosses_a_cache_line(void **state)
{
	(void)state;
	assert_int_not_equal(ledger_take(&ledger, 8), 0);
	assert_int_equal((uintptr_t)ledger_slot_make(&ledger, 0) % 64, 0);
	assert_int_not_equal(ledger_take(&ledger, 8), 0);
	assert_int_equal((uintptr_t)ledger_slot_make(&ledger, 64) % 64, 0);
}

static void the_last_slot_of_a_block_is_within_what_was_taken(void **state)
{
	struct ledger_slot *last = ledger_slot_make(&ledger, 191);

	(void)state;
	assert_non_null(last);
	assert_null(ledger_slot(&ledger, 192));
	assert_true((uint8_t *)(last + 1) <= ledger.arena.base + ledger.header->used_bytes);
	memset(last, 0xff, sizeof(*last));
	/* The next one to take something finds it zeroed. */
	assert_int_equal(*(uint64_t *)ledger_at(&ledger, ledger_take(&ledger, 8)), 0);
}

static void a_negative_number_has_no_slot(void **state)
{
	(void)state;
	assert_null(ledger_slot_make(&ledger, -1));
	assert_null(ledger_slot_make(&ledger, INT_MIN));
	assert_null(ledger_slot(&ledger, -1));
	assert_int_equal(lost_memory(), 0);
}

static void the_largest_number_finds_no_room(void **state)
{
	(void)state;
	assert_null(ledger_slot_make(&ledger, INT_MAX));
	assert_int_equal(lost_memory(), 1);
	assert_non_null(ledger_slot_make(&ledger, 3));
}

static void next_finds_the_last_block_of_a_directory_and_of_all(void **state)
{
	static const int blocks[] = { 9 * 64, SLOT_DIRECTORY - 64, 8 * SLOT_DIRECTORY,
				      9 * SLOT_DIRECTORY + 7 * 64,
				      SLOT_DIRECTORIES * SLOT_DIRECTORY - 64 };
	int fd = -1;

	(void)state;
	for (size_t i = 0; i < array_size(blocks); i++)
		(void)ledger_slot_make(&ledger, blocks[i] + 63);
	for (size_t i = 0; i < array_size(blocks); i++) {
		assert_non_null(ledger_next(&ledger, &fd));
		assert_int_equal(fd, blocks[i]);
		fd = blocks[i] + 63;
	}
	assert_null(ledger_next(&ledger, &fd));
	fd = 8 * SLOT_DIRECTORY + 64;
	assert_non_null(ledger_next(&ledger, &fd));
	assert_int_equal(fd, blocks[3]);
}

static void next_walks_all_blocks_there_are(void **state)
{
	int fd = -1, expected = 0;

	(void)state;
	assert_null(ledger_next(&ledger, &fd));
	assert_int_equal(fd, -1);
	/* Blocks 0 (0-63) and 3 (192-255); those between are not there. */
	(void)ledger_slot_make(&ledger, 5);
	(void)ledger_slot_make(&ledger, 200);
	while (ledger_next(&ledger, &fd)) {
		if (expected == 64)
			expected = 192;
		assert_int_equal(fd, expected);
		assert_ptr_equal(ledger_slot(&ledger, fd), ledger_slot(&ledger, expected));
		expected++;
	}
	assert_int_equal(expected, 256);
	assert_int_equal(fd, 255);
	fd = 100;
	assert_ptr_equal(ledger_next(&ledger, &fd), ledger_slot(&ledger, 192));
	assert_int_equal(fd, 192);
}

static void a_word_gives_back_its_parts(void **state)
{
	uint64_t word =
		word_make(0xfedcba98u, SLOT_PLACED | 0x8000u, OBJECT_IO_URING, SLOT_EVICTING);

	(void)state;
	assert_int_equal(word, 0xfedcba9880101005ull);
	assert_int_equal(word_generation(word), 0xfedcba98u);
	assert_int_equal(word_flags(word), 0x8010);
	assert_int_equal(word_object(word), OBJECT_IO_URING);
	assert_int_equal(word_state(word), SLOT_EVICTING);
}

static void parts_of_a_word_stay_apart(void **state)
{
	(void)state;
	assert_int_equal(word_make(0, 0x12345, OBJECT_OTHER, SLOT_NEVER), 0x23450000ull);
	assert_int_equal(word_make(UINT32_MAX, 0, OBJECT_OTHER, SLOT_NEVER), 0xffffffff00000000ull);
	assert_int_equal(word_become(0xfedcba98801010ffull, SLOT_OPEN), 0xfedcba9880101001ull);
	assert_int_equal(word_become(word_make(7, SLOT_WRITABLE, OBJECT_PIPE, SLOT_OPEN),
				     SLOT_HELD),
			 word_make(7, SLOT_WRITABLE, OBJECT_PIPE, SLOT_HELD));
}

static void expect_path(const struct ledger_slot *slot, const char *text, size_t bytes)
{
	assert_int_equal(slot->path_bytes, bytes);
	assert_memory_equal(ledger_at(&ledger, slot->path), text, bytes);
}

static void a_path_keeps_its_buffer(void **state)
{
	struct ledger_slot *slot = ledger_slot_make(&ledger, 3);
	uint32_t first;

	(void)state;
	slot_set_path(&ledger, slot, "/tmp/one", 8);
	expect_path(slot, "/tmp/one", 8);
	first = slot->path;
	slot_set_path(&ledger, slot, "/tmp/two longer", 15);
	expect_path(slot, "/tmp/two longer", 15);
	assert_int_equal(slot->path, first);
	slot_set_path(&ledger, slot, NULL, 0);
	assert_int_equal(slot->path_bytes, 0);
	assert_int_equal(slot->path, first);
}

static void no_path_takes_no_room(void **state)
{
	struct ledger_slot *slot = ledger_slot_make(&ledger, 3);
	uint64_t used = ledger.header->used_bytes;

	(void)state;
	slot_set_path(&ledger, slot, NULL, 0);
	assert_int_equal(slot->path, 0);
	assert_int_equal(ledger.header->used_bytes, used);
}

/* Eight bytes of each buffer say how large it is. */
static void the_buffer_grows_in_powers_of_two(void **state)
{
	static const struct {
		size_t bytes, takes;
	} rows[] = {
		{ 1, 64 },  { 56, 0 },      { 57, 128 },    { 120, 0 },     { 121, 256 },
		{ 100, 0 }, { 1000, 1024 }, { 1017, 2048 }, { 4096, 8192 }, { 4096, 0 },
	};
	struct ledger_slot *slot = ledger_slot_make(&ledger, 3);
	char text[SLOT_PATH_MAX];

	(void)state;
	for (size_t i = 0; i < array_size(rows); i++) {
		uint64_t used = ledger.header->used_bytes;

		memset(text, 'a' + (int)i, sizeof(text));
		slot_set_path(&ledger, slot, text, rows[i].bytes);
		expect_path(slot, text, rows[i].bytes);
		assert_int_equal(ledger.header->used_bytes - used, rows[i].takes);
	}
}

static void a_full_buffer_ends_where_the_next_thing_begins(void **state)
{
	struct ledger_slot *slot = ledger_slot_make(&ledger, 3);
	char text[56];
	uint64_t *after;

	(void)state;
	slot_set_path(&ledger, slot, "x", 1);
	after = ledger_at(&ledger, ledger_take(&ledger, 8));
	memset(text, 0xff, sizeof(text));
	slot_set_path(&ledger, slot, text, sizeof(text));
	assert_int_equal(*after, 0);
}

static void a_path_that_is_too_long_is_cut(void **state)
{
	static char text[70000];
	struct ledger_slot *slot = ledger_slot_make(&ledger, 3);

	(void)state;
	memset(text, 'x', sizeof(text));
	slot_set_path(&ledger, slot, text, sizeof(text));
	expect_path(slot, text, SLOT_PATH_MAX);
}

/* No room: an empty path, never the one of another file. */
static void a_path_without_room_is_empty(void **state)
{
	struct ledger_slot *slot = ledger_slot_make(&ledger, 3);
	char text[100];

	(void)state;
	memset(text, 'x', sizeof(text));
	slot_set_path(&ledger, slot, "/tmp/one", 8);
	ledger.arena.reserved_bytes = ledger.arena.mapped_bytes;
	while (ledger_take(&ledger, 8))
		;
	slot_set_path(&ledger, slot, text, sizeof(text));
	assert_int_equal(slot->path_bytes, 0);
	slot_set_path(&ledger, slot, "/tmp/two", 8);
	expect_path(slot, "/tmp/two", 8);
}

static void calls_have_names(void **state)
{
	static const char names[] = "open\0dup2\0close";

	(void)state;
	assert_null(ledger_call_name(&ledger, 0));
	ledger.header->calls = ledger_keep(&ledger, names, sizeof(names));
	ledger.header->calls_bytes = sizeof(names);
	assert_string_equal(ledger_call_name(&ledger, 0), "open");
	assert_string_equal(ledger_call_name(&ledger, 2), "close");
	assert_null(ledger_call_name(&ledger, 3));
	assert_null(ledger_call_name(&ledger, NO_CALL));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(calls_have_names),
		TEST(an_empty_ledger_says_what_it_is),
		TEST(low_numbers_lie_on_the_first_page),
		TEST(what_is_kept_is_there),
		TEST(what_finds_no_room_is_counted),
		TEST(a_high_number_costs_one_directory_and_one_block),
		TEST(a_number_beyond_all_directories_is_counted_as_lost),
		TEST(a_slot_is_there_once_it_was_made),
		TEST(low_numbers_are_where_the_directory_says),
		TEST(no_slot_crosses_a_cache_line),
		TEST(the_last_slot_of_a_block_is_within_what_was_taken),
		TEST(a_negative_number_has_no_slot),
		TEST(the_largest_number_finds_no_room),
		TEST(next_walks_all_blocks_there_are),
		TEST(next_finds_the_last_block_of_a_directory_and_of_all),
		fdw_cmocka_test(a_word_gives_back_its_parts),
		fdw_cmocka_test(parts_of_a_word_stay_apart),
		TEST(a_path_keeps_its_buffer),
		TEST(no_path_takes_no_room),
		TEST(the_buffer_grows_in_powers_of_two),
		TEST(a_full_buffer_ends_where_the_next_thing_begins),
		TEST(a_path_that_is_too_long_is_cut),
		TEST(a_path_without_room_is_empty),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}
