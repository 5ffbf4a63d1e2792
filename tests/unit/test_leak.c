/* Which open descriptors are leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <fdwarden/cmocka.h>

#include "model/ledger.h"
#include "policy/leak.h"
#include "policy/options.h"

static void test_candidates(void **state)
{
	static const struct {
		enum slot_state slot;
		unsigned int flags, fd;
		bool is;
	} rows[] = {
		{ SLOT_OPEN, 0, 3, true },
		{ SLOT_OPEN, 0, 1000000, true },
		{ SLOT_OPEN, SLOT_PLACED | SLOT_CLOEXEC_CLEARED | SLOT_WRITABLE, 3, true },
		{ SLOT_OPEN, 0, 0, false },
		{ SLOT_OPEN, 0, 2, false },
		{ SLOT_OPEN, SLOT_INHERITED, 3, false },
		{ SLOT_OPEN, SLOT_IGNORED, 3, false },
		{ SLOT_OPEN, SLOT_UNSEEN, 3, false },
		{ SLOT_NEVER, 0, 3, false },
		{ SLOT_CLOSING, 0, 3, false },
		{ SLOT_CLOSED, 0, 3, false },
		{ SLOT_HELD, 0, 3, false },
		{ SLOT_EVICTING, 0, 3, false },
	};

	(void)state;
	for (size_t i = 0; i < array_size(rows); i++)
		assert_int_equal(
			leak_is_candidate(word_make(5, rows[i].flags, OBJECT_SOCKET, rows[i].slot),
					  rows[i].fd),
			rows[i].is);
}

static void test_due(void **state)
{
	uint32_t on = 1u << KIND_LEAK;

	(void)state;
	assert_true(leak_is_due(END_EXIT, on, false));
	assert_true(leak_is_due(END_SIGNAL, on, false));
	assert_true(leak_is_due(END_UNKNOWN, on, false));
	assert_false(leak_is_due(END_UNKNOWN, on, true));
	assert_false(leak_is_due(END_EXEC, on, false));
	assert_false(leak_is_due(END_EXIT, ~on, false));
}

static void test_counts(void **state)
{
	(void)state;
	assert_int_equal(leak_occurrences(1, 1), 1);
	assert_int_equal(leak_occurrences(0, 3), 3);
	assert_int_equal(leak_occurrences(2, 1), 2);
	assert_true(leak_counts(LEAKS_ALL, 1));
	assert_false(leak_counts(LEAKS_REPEATED, 1));
	assert_true(leak_counts(LEAKS_REPEATED, 2));
	assert_false(leak_counts(LEAKS_NONE, 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(test_candidates),
		fdw_cmocka_test(test_due),
		fdw_cmocka_test(test_counts),
	};

	return cmocka_run_group_tests_name("leak", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
