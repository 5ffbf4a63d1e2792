/* The reader of ledgers: whole ones, truncated ones, hostile ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fdwarden/cmocka.h>

#include "synthetic.h"

static ssize_t growing_pread(int fd, void *to, size_t bytes, off_t at);

#define pread growing_pread
#include "../../tools/fdwarden/ledger_read.c"
#undef pread

static struct synthetic s;
static struct ledger_copy copy;
static const char *why;
static int growth; /* how often the ledger grows yet while it is read */

static int start(void **state)
{
	(void)state;
	synthetic_start(&s);
	memset(&copy, 0, sizeof(copy));
	why = NULL;
	growth = 0;
	return 0;
}

static int stop(void **state)
{
	(void)state;
	ledger_copy_free(&copy);
	return 0;
}

static enum ledger_result take(void)
{
	size_t size;
	uint8_t *bytes = synthetic_copy(&s, &size);

	return ledger_copy_take(&copy, bytes, size, &why);
}

static void test_whole(void **state)
{
	(void)state;
	assert_int_equal(take(), LEDGER_READ);
	assert_null(copy.damaged);
	assert_int_equal(copy.header->pid, 100);
	assert_null(ledger_call(&copy, 0));
	assert_string_equal(ledger_call(&copy, 1), "open");
	assert_string_equal(ledger_call(&copy, 2), "close");
	assert_null(ledger_call(&copy, 3));
	assert_null(ledger_call(&copy, 65535));
	assert_string_equal(ledger_thread_name(&copy, 100), "main");
	assert_null(ledger_thread_name(&copy, 101));
	assert_null(ledger_thread_name(&copy, 100 + LEDGER_THREADS));
	assert_null(ledger_thread_name(&copy, 0));
}

static void test_refused(void **state)
{
	static const struct {
		size_t offset;
		uint32_t value;
		const char *why;
	} rows[] = {
		{ offsetof(struct ledger_header, magic), 0x12345678, "it is not a ledger" },
		{ offsetof(struct ledger_header, version), 99,
		  "it was written by another version of fdwarden" },
		{ offsetof(struct ledger_header, header_bytes), 8,
		  "it was written by another version of fdwarden" },
	};

	for (size_t i = 0; i < array_size(rows); i++) {
		start(state);
		memcpy(s.bytes + rows[i].offset, &rows[i].value, sizeof(rows[i].value));
		assert_int_equal(take(), LEDGER_UNREADABLE);
		assert_string_equal(why, rows[i].why);
	}
}

static void test_unused(void **state)
{
	(void)state;
	s.header.complete = 0;
	assert_int_equal(take(), LEDGER_UNUSED);
	assert_int_equal(ledger_copy_take(&copy, calloc(1, 100), 100, &why), LEDGER_UNUSED);
	assert_int_equal(ledger_copy_take(&copy, malloc(1), 0, &why), LEDGER_UNUSED);
	/* Its process is just writing the header: the magic comes last. */
	s.header.complete = 1;
	s.header.magic = 0;
	assert_int_equal(take(), LEDGER_UNUSED);
}

static void test_file(void **state)
{
	int fd = memfd_create("ledger", 0);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, s.bytes, SYNTHETIC_ROOM, 0), SYNTHETIC_ROOM);
	assert_int_equal(ledger_copy_read(&copy, fd, &why), LEDGER_READ);
	assert_int_equal(copy.size, s.header.used_bytes);
	ledger_copy_free(&copy);
	assert_int_equal(ftruncate(fd, sizeof(struct ledger_header) / 2), 0);
	assert_int_equal(ledger_copy_read(&copy, fd, &why), LEDGER_UNREADABLE);
	assert_string_equal(why, "it is too short");
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(ledger_copy_read(&copy, fd, &why), LEDGER_UNUSED);
	assert_int_equal(close(fd), 0);
	assert_int_equal(ledger_copy_read(&copy, -1, &why), LEDGER_UNREADABLE);
}

static void each_slot(void *ctx, int fd, const struct ledger_slot *slot)
{
	(void)slot;
	/* Bit 0 is for any number above 62. */
	*(uint64_t *)ctx |= (uint64_t)1 << (fd <= 63 ? fd : 0);
}

static void each_finding(void *ctx, const struct ledger_finding *f)
{
	int *at = ctx;

	at[++at[0]] = f->fd;
}

/* Everything that a reader may ask of it; must not crash on whatever there is. */
static void walk(void)
{
	uint64_t slots = 0, pcs[300];
	unsigned int epoch;
	static int found[1 << 16];

	found[0] = 0;
	ledger_each_slot(&copy, each_slot, &slots);
	assert_int_equal(ledger_each_finding(&copy, each_finding, found), 0);
	(void)ledger_module(&copy, 0x1234, 0);
	for (uint32_t offset = 0; offset < copy.size + 64; offset += 8)
		(void)ledger_stack(&copy, offset, pcs, 300, &epoch);
}

static void test_truncated_anywhere(void **state)
{
	const uint64_t pcs[] = { 0x100001234, 0x200005678 };
	uint32_t stack = synthetic_stack(&s, pcs, 2);
	size_t size = s.header.used_bytes;

	(void)state;
	synthetic_slot(&s, 5, SLOT_OPEN, 0, stack);
	synthetic_finding(&s, KIND_DOUBLE_CLOSE, 5);
	for (size = s.header.used_bytes - 1; size >= sizeof(struct ledger_header); size -= 13) {
		uint8_t *bytes = malloc(size);

		assert_non_null(bytes);
		memcpy(bytes, s.bytes, size);
		assert_int_equal(ledger_copy_take(&copy, bytes, size, &why), LEDGER_READ);
		assert_non_null(copy.damaged);
		walk();
		ledger_copy_free(&copy);
	}
}

static void test_stack(void **state)
{
	const uint64_t pcs[] = { 0x100001234, 0x200005678, 0x10000ffff };
	uint32_t stack = synthetic_stack(&s, pcs, 3);
	uint64_t got[3] = { 0 };
	unsigned int epoch = 9;

	(void)state;
	assert_int_equal(take(), LEDGER_READ);
	assert_int_equal(ledger_stack(&copy, stack, got, 3, &epoch), 3);
	assert_int_equal(epoch, 0);
	assert_memory_equal(got, pcs, sizeof(pcs));
	assert_int_equal(ledger_stack(&copy, stack, got, 2, &epoch), 2);
	assert_int_equal(ledger_stack(&copy, 0, got, 3, &epoch), 0);
	assert_null(copy.damaged);
	assert_null(ledger_bytes(&copy, stack + 4, 1));
	assert_non_null(copy.damaged);
	assert_int_equal(ledger_stack(&copy, 0xfffffff8, got, 3, &epoch), 0);
	assert_int_equal(ledger_stack(&copy, 8, got, 3, &epoch), 0);
}

static void test_stack_longer_than_the_file(void **state)
{
	const uint64_t pcs[] = { 1 };
	uint32_t stack = synthetic_stack(&s, pcs, 1);
	uint64_t got[4];
	unsigned int epoch;

	(void)state;
	((struct ledger_stack *)(void *)(s.bytes + stack))->depth = 65535;
	assert_int_equal(take(), LEDGER_READ);
	assert_int_equal(ledger_stack(&copy, stack, got, 4, &epoch), 0);
	assert_string_equal(copy.damaged, "a reference points outside");
}

static uint32_t add_module(uint64_t from, uint64_t to, unsigned int epoch, const char *path)
{
	uint32_t at = synthetic_take(&s, sizeof(struct ledger_module) + strlen(path));
	struct ledger_module *m = (void *)(s.bytes + at);

	m->start = from;
	m->end = to;
	m->epoch = (uint16_t)epoch;
	m->path_bytes = (uint16_t)strlen(path);
	memcpy(m->path, path, strlen(path));
	m->next = s.header.modules;
	s.header.modules = at;
	return at;
}

/* A live process: with each reading there is one module more, the newest of the list. */
static ssize_t growing_pread(int fd, void *to, size_t bytes, off_t at)
{
	if (growth > 0) {
		growth--;
		add_module(0x1000, 0x2000, 0, "/late");
		assert_int_equal(pwrite(fd, s.bytes, SYNTHETIC_ROOM, 0), SYNTHETIC_ROOM);
	}
	return pread(fd, to, bytes, at);
}

static void test_growing_file(void **state)
{
	static const int times[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 100 };

	for (size_t i = 0; i < array_size(times); i++) {
		int fd = memfd_create("ledger", 0);

		start(state);
		add_module(0x1000, 0x2000, 0, "/first");
		assert_int_equal(pwrite(fd, s.bytes, SYNTHETIC_ROOM, 0), SYNTHETIC_ROOM);
		growth = times[i];
		assert_int_equal(ledger_copy_read(&copy, fd, &why), LEDGER_READ);
		assert_non_null(ledger_module(&copy, 0x1000, 0));
		assert_int_equal(copy.header->used_bytes, copy.size);
		assert_true(copy.size <= s.header.used_bytes);
		if (growth == 0)
			assert_int_equal(copy.reach, s.header.used_bytes);
		/* What came too late is no damage; what lies beyond it is. */
		if (copy.reach > copy.size)
			assert_null(ledger_bytes(&copy, (uint32_t)copy.size, 8));
		assert_null(copy.damaged);
		assert_null(ledger_bytes(&copy, (uint32_t)copy.reach, 8));
		assert_non_null(copy.damaged);
		stop(state);
		assert_int_equal(close(fd), 0);
	}
}

static void test_modules_of_an_epoch(void **state)
{
	const struct ledger_module *m;

	(void)state;
	add_module(0x1000, 0x2000, 0, "/a");
	add_module(0x1000, 0x2000, 2, "/b");
	assert_int_equal(take(), LEDGER_READ);
	m = ledger_module(&copy, 0x1800, 0);
	assert_memory_equal(m->path, "/a", 2);
	m = ledger_module(&copy, 0x1800, 1);
	assert_memory_equal(m->path, "/a", 2);
	m = ledger_module(&copy, 0x1800, 2);
	assert_memory_equal(m->path, "/b", 2);
	assert_null(ledger_module(&copy, 0x2000, 2));
	assert_null(copy.damaged);
}

static void test_cycles_end(void **state)
{
	struct ledger_finding *f = synthetic_finding(&s, KIND_DOUBLE_CLOSE, 5);
	uint32_t module = add_module(0x1000, 0x2000, 0, "/a");
	static int found[1 << 16];

	(void)state;
	f->next = s.header.findings;
	((struct ledger_module *)(void *)(s.bytes + module))->next = module;
	assert_int_equal(take(), LEDGER_READ);
	assert_null(ledger_module(&copy, 0x5000, 0));
	assert_string_equal(copy.damaged, "the list of modules does not end");
	copy.damaged = NULL;
	found[0] = 0;
	assert_int_equal(ledger_each_finding(&copy, each_finding, found), 0);
	assert_string_equal(copy.damaged, "the list of findings does not end");
}

static void test_findings_oldest_first(void **state)
{
	int found[8] = { 0 };

	(void)state;
	synthetic_finding(&s, KIND_DOUBLE_CLOSE, 5);
	synthetic_finding(&s, KIND_DOUBLE_CLOSE, 6)->state = FINDING_RETRACTED;
	synthetic_finding(&s, KIND_USE_AFTER_CLOSE, 7);
	assert_int_equal(take(), LEDGER_READ);
	assert_int_equal(ledger_each_finding(&copy, each_finding, found), 0);
	assert_int_equal(found[0], 2);
	assert_int_equal(found[1], 5);
	assert_int_equal(found[2], 7);
}

static void test_senseless_findings_are_left_out(void **state)
{
	int found[8] = { 0 };

	(void)state;
	synthetic_finding(&s, KINDS, 5);
	synthetic_finding(&s, KIND_LEAK, 6)->fd_count = FINDING_FDS_MAX + 1;
	synthetic_finding(&s, KIND_LEAK, 7)->object = OBJECT_TYPES;
	synthetic_finding(&s, KIND_LEAK, 8)->count = 0;
	synthetic_finding(&s, KIND_LEAK, 9);
	assert_int_equal(take(), LEDGER_READ);
	assert_int_equal(ledger_each_finding(&copy, each_finding, found), 0);
	assert_int_equal(found[0], 1);
	assert_int_equal(found[1], 9);
	assert_string_equal(copy.damaged, "a finding makes no sense");
}

static void each_blind(void *ctx, const struct ledger_blind *b)
{
	int *found = ctx;

	found[++found[0]] = b->fd;
}

static struct ledger_blind *add_blind(int fd)
{
	uint32_t at = synthetic_take(&s, sizeof(struct ledger_blind));
	struct ledger_blind *b = (void *)(s.bytes + at);

	b->next = s.header.blinds;
	b->fd = fd;
	b->count = 1;
	s.header.blinds = at;
	return b;
}

static void test_blinds(void **state)
{
	int found[8] = { 0 };

	(void)state;
	add_blind(5);
	add_blind(6)->class = BLIND_CLASSES;
	add_blind(7)->object = OBJECT_TYPES;
	add_blind(8);
	assert_int_equal(take(), LEDGER_READ);
	ledger_each_blind(&copy, each_blind, found);
	assert_int_equal(found[0], 2);
	assert_int_equal(found[1], 8);
	assert_int_equal(found[2], 5);
	assert_string_equal(copy.damaged, "a blind spot makes no sense");
}

static void test_blinds_taken_back(void **state)
{
	int found[8] = { 0 };

	(void)state;
	add_blind(5)->count = 0;
	assert_int_equal(take(), LEDGER_READ);
	ledger_each_blind(&copy, each_blind, found);
	assert_int_equal(found[0], 0);
	assert_null(copy.damaged);
}

static void test_blinds_that_do_not_end(void **state)
{
	static int found[1 << 16];
	struct ledger_blind *b = add_blind(5);

	(void)state;
	b->next = s.header.blinds;
	assert_int_equal(take(), LEDGER_READ);
	ledger_each_blind(&copy, each_blind, found);
	assert_string_equal(copy.damaged, "the list of blind spots does not end");
	ledger_copy_free(&copy);
	b->next = 0;
	b->path_bytes = 60000;
	assert_int_equal(take(), LEDGER_READ);
	found[0] = 0;
	ledger_each_blind(&copy, each_blind, found);
	assert_int_equal(found[0], 0);
	assert_non_null(copy.damaged);
}

static void test_slots(void **state)
{
	uint64_t seen = 0;

	(void)state;
	synthetic_slot(&s, 5, SLOT_OPEN, 0, 0);
	synthetic_slot(&s, 20 * SLOT_BLOCK + 3, SLOT_OPEN, 0, 0);
	synthetic_slot(&s, 63, SLOT_CLOSED, 0, 0);
	synthetic_slot(&s, 9, SLOT_STATES, 0, 0);
	s.header.slots[20] = s.header.slots[0]; /* all of them once more */
	assert_int_equal(take(), LEDGER_READ);
	ledger_each_slot(&copy, each_slot, &seen);
	assert_int_equal(seen, (uint64_t)1 << 5 | (uint64_t)1 << 63 | 1);
	assert_non_null(copy.damaged);
}

static void test_calls_without_end(void **state)
{
	(void)state;
	s.header.calls_bytes = 7; /* "\0open\0c" */
	assert_int_equal(take(), LEDGER_READ);
	assert_string_equal(copy.damaged, "the names of calls do not end");
	assert_null(ledger_call(&copy, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, start, stop),
		cmocka_unit_test_setup_teardown(test_refused, start, stop),
		cmocka_unit_test_setup_teardown(test_unused, start, stop),
		cmocka_unit_test_setup_teardown(test_file, start, stop),
		cmocka_unit_test_setup_teardown(test_growing_file, start, stop),
		cmocka_unit_test_setup_teardown(test_truncated_anywhere, start, stop),
		cmocka_unit_test_setup_teardown(test_stack, start, stop),
		cmocka_unit_test_setup_teardown(test_stack_longer_than_the_file, start, stop),
		cmocka_unit_test_setup_teardown(test_modules_of_an_epoch, start, stop),
		cmocka_unit_test_setup_teardown(test_cycles_end, start, stop),
		cmocka_unit_test_setup_teardown(test_findings_oldest_first, start, stop),
		cmocka_unit_test_setup_teardown(test_senseless_findings_are_left_out, start, stop),
		cmocka_unit_test_setup_teardown(test_blinds, start, stop),
		cmocka_unit_test_setup_teardown(test_blinds_taken_back, start, stop),
		cmocka_unit_test_setup_teardown(test_blinds_that_do_not_end, start, stop),
		cmocka_unit_test_setup_teardown(test_slots, start, stop),
		cmocka_unit_test_setup_teardown(test_calls_without_end, start, stop),
	};

	return cmocka_run_group_tests_name("ledger_read", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
