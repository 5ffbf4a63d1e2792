/* model/findings: each once, with a count; taken back; found again. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>

#include <fdwarden/cmocka.h>

#include "model/findings.h"

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

static struct finding_new sample(void)
{
	return (struct finding_new){
		.kind = KIND_DOUBLE_CLOSE,
		.object = OBJECT_PIPE,
		.flags = SLOT_WRITABLE,
		.fd = 7,
		.generation = 3,
		.error = 9,
		.ns = 1000,
		.owner = 0x0100000000401000,
		.events = {
			[ROLE_AT] = { .stack = 800, .tid = 11, .ns = 1000, .call = 5, .present = 1 },
			[ROLE_CLOSED] = { .stack = 808, .tid = 12, .ns = 900, .call = 6 },
		},
		.path = "/tmp/some file",
		.path_bytes = 14,
	};
}

static const struct ledger_finding *finding(uint32_t at)
{
	return ledger_at(&ledger, at);
}

static unsigned int listed(void)
{
	unsigned int n = 0;

	for (uint32_t at = ledger.header->findings; at; at = finding(at)->next)
		n++;
	return n;
}

static void one_is_entered_whole(void **state)
{
	struct finding_new new = sample();
	uint32_t at = findings_add(&ledger, &new);
	const struct ledger_finding *f = finding(at);

	(void)state;
	assert_int_not_equal(at, 0);
	assert_int_equal(ledger.header->findings, at);
	assert_int_equal(ledger.header->finding_count, 1);
	assert_int_equal(f->next, 0);
	assert_int_equal(f->state, FINDING_VALID);
	assert_int_equal(f->kind, KIND_DOUBLE_CLOSE);
	assert_int_equal(f->object, OBJECT_PIPE);
	assert_int_equal(f->flags, SLOT_WRITABLE);
	assert_int_equal(f->count, 1);
	assert_int_equal(f->fd, 7);
	assert_int_equal(f->fd_count, 1);
	assert_int_equal(f->fds[0], 7);
	assert_int_equal(f->generation, 3);
	assert_int_equal(f->error, 9);
	assert_int_equal(f->ns, 1000);
	assert_int_equal(f->owner, 0x0100000000401000);
	assert_memory_equal(f->events, new.events, sizeof(new.events));
	assert_int_equal(f->path_bytes, 14);
	assert_memory_equal(f->path, "/tmp/some file", 14);
}

static void one_without_a_path(void **state)
{
	struct finding_new new = sample();
	uint32_t at;

	(void)state;
	new.path = NULL;
	new.path_bytes = 0;
	at = findings_add(&ledger, &new);
	assert_int_not_equal(at, 0);
	assert_int_equal(finding(at)->path_bytes, 0);
}

/* The same kind with the same stacks: other numbers, times and threads do not matter. */
static void equal_ones_are_counted(void **state)
{
	struct finding_new new = sample();
	uint32_t at = findings_add(&ledger, &new);

	(void)state;
	assert_int_equal(findings_add(&ledger, &new), at);
	new.fd = 8;
	new.ns = 5000;
	new.generation = 4;
	new.events[ROLE_AT].ns = 5000;
	new.events[ROLE_AT].tid = 99;
	new.path = "/tmp/another";
	new.path_bytes = 12;
	assert_int_equal(findings_add(&ledger, &new), at);
	assert_int_equal(finding(at)->count, 3);
	assert_int_equal(ledger.header->finding_count, 1);
	assert_int_equal(listed(), 1);
	/* What is told is the first time, and the numbers. */
	assert_int_equal(finding(at)->fd, 7);
	assert_int_equal(finding(at)->ns, 1000);
	assert_int_equal(finding(at)->path_bytes, 14);
	assert_int_equal(finding(at)->fd_count, 2);
	assert_int_equal(finding(at)->fds[1], 8);
}

static void those_that_differ_are_kept_apart(void **state)
{
	struct finding_new rows[5];
	uint32_t at[array_size(rows)];

	(void)state;
	for (size_t i = 0; i < array_size(rows); i++)
		rows[i] = sample();
	rows[1].kind = KIND_USE_AFTER_CLOSE;
	rows[2].events[ROLE_AT].stack = 816;
	rows[3].events[ROLE_CLOSED].stack = 816;
	rows[4].events[ROLE_AT].call = 50;
	for (size_t i = 0; i < array_size(rows); i++) {
		at[i] = findings_add(&ledger, &rows[i]);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(at[i], at[k]);
	}
	for (size_t i = 0; i < array_size(rows); i++) {
		assert_int_equal(findings_add(&ledger, &rows[i]), at[i]);
		assert_int_equal(finding(at[i])->count, 2);
	}
	assert_int_equal(ledger.header->finding_count, array_size(rows));
	assert_int_equal(listed(), array_size(rows));
	assert_int_equal(ledger.header->findings, at[4]);
}

static void eight_distinct_numbers_are_noted(void **state)
{
	struct finding_new new = sample();
	uint32_t at = 0;

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (new.fd = 20; new.fd < 30; new.fd++)
			at = findings_add(&ledger, &new);
	}
	assert_int_equal(finding(at)->count, 20);
	assert_int_equal(finding(at)->fd_count, FINDING_FDS_MAX);
	for (int i = 0; i < FINDING_FDS_MAX; i++)
		assert_int_equal(finding(at)->fds[i], 20 + i);
	assert_int_equal(finding(at)->fd, 20);
}

static void one_of_two_taken_back_leaves_one(void **state)
{
	struct finding_new new = sample();
	uint32_t at = findings_add(&ledger, &new);

	(void)state;
	(void)findings_add(&ledger, &new);
	findings_retract(&ledger, at);
	assert_int_equal(finding(at)->count, 1);
	assert_int_equal(finding(at)->state, FINDING_VALID);
	findings_retract(&ledger, at);
	assert_int_equal(finding(at)->count, 0);
	assert_int_equal(finding(at)->state, FINDING_RETRACTED);
}

static void nothing_is_taken_back_twice(void **state)
{
	struct finding_new new = sample();
	uint32_t at = findings_add(&ledger, &new);

	(void)state;
	findings_retract(&ledger, 0);
	findings_retract(&ledger, at);
	findings_retract(&ledger, at);
	assert_int_equal(finding(at)->count, 0);
	assert_int_equal(finding(at)->state, FINDING_RETRACTED);
}

static void a_retracted_one_begins_anew(void **state)
{
	struct finding_new new = sample();
	uint32_t at = findings_add(&ledger, &new);

	(void)state;
	findings_retract(&ledger, at);
	assert_int_equal(findings_add(&ledger, &new), at);
	assert_int_equal(finding(at)->count, 1);
	assert_int_equal(finding(at)->state, FINDING_VALID);
	assert_int_equal(ledger.header->finding_count, 1);
}

static void a_whole_kind_is_put_aside_and_comes_back(void **state)
{
	struct finding_new new = sample();
	uint32_t first = findings_add(&ledger, &new), second, other;

	(void)state;
	(void)findings_add(&ledger, &new);
	new.kind = KIND_USE_AFTER_CLOSE;
	other = findings_add(&ledger, &new);
	new.kind = KIND_DOUBLE_CLOSE;
	new.events[ROLE_AT].stack = 816;
	second = findings_add(&ledger, &new);
	findings_retract(&ledger, second);
	findings_put_aside(&ledger, KIND_DOUBLE_CLOSE);
	assert_int_equal(finding(first)->state, FINDING_ASIDE);
	assert_int_equal(finding(second)->state, FINDING_RETRACTED);
	assert_int_equal(finding(other)->state, FINDING_VALID);
	findings_bring_back(&ledger);
	assert_int_equal(finding(first)->state, FINDING_VALID);
	assert_int_equal(finding(first)->count, 2);
	assert_int_equal(finding(second)->state, FINDING_RETRACTED);
	assert_int_equal(finding(other)->count, 1);
}

static void more_than_the_most_are_lost_and_counted(void **state)
{
	struct finding_new new = sample();
	uint32_t first = findings_add(&ledger, &new);

	(void)state;
	for (uint32_t i = 1; i < FINDINGS_MAX; i++) {
		new.events[ROLE_AT].stack = 800 + 8 * i;
		assert_int_not_equal(findings_add(&ledger, &new), 0);
	}
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 0);
	assert_int_equal(ledger.header->finding_count, FINDINGS_MAX);
	new.events[ROLE_AT].stack = 800 + 8 * FINDINGS_MAX;
	assert_int_equal(findings_add(&ledger, &new), 0);
	assert_int_equal(findings_add(&ledger, &new), 0);
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 2);
	assert_int_equal(listed(), FINDINGS_MAX);
	/* Those that are known go on being counted. */
	new.events[ROLE_AT].stack = 800;
	assert_int_equal(findings_add(&ledger, &new), first);
	assert_int_equal(finding(first)->count, 2);
}

static void a_full_ledger_loses_it(void **state)
{
	struct finding_new new = sample();

	(void)state;
	ledger.arena.reserved_bytes = ledger.arena.mapped_bytes;
	while (ledger_take(&ledger, 8))
		;
	ledger.header->lost[LOST_MEMORY] = 0;
	assert_int_equal(findings_add(&ledger, &new), 0);
	assert_int_equal(ledger.header->lost[LOST_MEMORY], 1);
	assert_int_equal(ledger.header->findings, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(one_is_entered_whole),
		TEST(one_without_a_path),
		TEST(equal_ones_are_counted),
		TEST(those_that_differ_are_kept_apart),
		TEST(eight_distinct_numbers_are_noted),
		TEST(one_of_two_taken_back_leaves_one),
		TEST(nothing_is_taken_back_twice),
		TEST(a_retracted_one_begins_anew),
		TEST(a_whole_kind_is_put_aside_and_comes_back),
		TEST(more_than_the_most_are_lost_and_counted),
		TEST(a_full_ledger_loses_it),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}
