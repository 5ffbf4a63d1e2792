/* policy/closeall: a close-all told from ordinary closes. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <fdwarden/cmocka.h>

#include "policy/closeall.h"

#define END (-1)

/* Closes these numbers; each row says how long the run is after each. */
static void expect(const int *fds, const unsigned int *lengths)
{
	struct close_run run = { 0 };

	for (size_t i = 0; fds[i] != END; i++) {
		assert_int_equal(close_run_note(&run, fds[i]), lengths[i]);
		assert_int_equal(run.length, lengths[i]);
		assert_int_equal(close_run_is_close_all(&run), lengths[i] >= 6);
	}
}

#define FDS(...)     ((const int[]){ __VA_ARGS__, END })
#define LENGTHS(...) ((const unsigned int[]){ __VA_ARGS__ })

static void six_upwards_are_a_close_all(void **state)
{
	(void)state;
	expect(FDS(3, 4, 5, 6, 7, 8, 9), LENGTHS(1, 2, 3, 4, 5, 6, 7));
}

static void six_downwards_are_a_close_all(void **state)
{
	(void)state;
	expect(FDS(9, 8, 7, 6, 5, 4, 3), LENGTHS(1, 2, 3, 4, 5, 6, 7));
}

static void it_may_begin_at_0(void **state)
{
	(void)state;
	expect(FDS(0, 1, 2, 3, 4, 5), LENGTHS(1, 2, 3, 4, 5, 6));
}

static void it_may_end_at_0(void **state)
{
	(void)state;
	expect(FDS(5, 4, 3, 2, 1, 0), LENGTHS(1, 2, 3, 4, 5, 6));
}

static void five_are_none(void **state)
{
	(void)state;
	expect(FDS(3, 4, 5, 6, 7), LENGTHS(1, 2, 3, 4, 5));
}

static void holes_up_to_8_are_passed_over(void **state)
{
	(void)state;
	expect(FDS(3, 5, 8, 17, 26, 27), LENGTHS(1, 2, 3, 4, 5, 6));
	expect(FDS(50, 41, 32, 30, 29, 20), LENGTHS(1, 2, 3, 4, 5, 6));
}

static void a_hole_of_9_ends_it(void **state)
{
	(void)state;
	expect(FDS(3, 4, 5, 6, 7, 17, 18), LENGTHS(1, 2, 3, 4, 5, 1, 2));
	expect(FDS(30, 29, 28, 27, 26, 16, 15), LENGTHS(1, 2, 3, 4, 5, 1, 2));
}

static void a_hole_of_9_ends_a_close_all(void **state)
{
	(void)state;
	expect(FDS(3, 4, 5, 6, 7, 8, 18), LENGTHS(1, 2, 3, 4, 5, 6, 1));
}

/* Closing one number twice is the bug, not its excuse. */
static void the_same_number_twice_is_no_run(void **state)
{
	(void)state;
	expect(FDS(3, 3, 3, 3, 3, 3, 3), LENGTHS(1, 1, 1, 1, 1, 1, 1));
	expect(FDS(3, 4, 5, 5, 6, 7, 8), LENGTHS(1, 2, 3, 1, 2, 3, 4));
}

/* The last close of the one is the first of the other. */
static void a_change_of_direction_begins_another_run(void **state)
{
	(void)state;
	expect(FDS(3, 4, 5, 4, 3, 2), LENGTHS(1, 2, 3, 2, 3, 4));
	expect(FDS(9, 8, 7, 8, 9, 10, 11, 12), LENGTHS(1, 2, 3, 2, 3, 4, 5, 6));
	expect(FDS(3, 4, 5, 6, 7, 8, 9, 8), LENGTHS(1, 2, 3, 4, 5, 6, 7, 2));
}

static void to_and_fro_is_no_close_all(void **state)
{
	(void)state;
	expect(FDS(3, 4, 3, 4, 3, 4, 3, 4), LENGTHS(1, 2, 2, 2, 2, 2, 2, 2));
}

/* Closes four numbers, each with a finding of its own: 101, 102, … */
static struct close_run four_with_findings(void)
{
	struct close_run run = { 0 };

	for (unsigned int i = 0; i < 4; i++) {
		(void)close_run_note(&run, 3 + (int)i);
		run.findings[run.length - 1] = 101 + i;
	}
	return run;
}

static void expect_findings(const struct close_run *run, uint32_t first)
{
	assert_int_equal(run->findings[0], first);
	for (unsigned int i = 1; i < CLOSE_ALL_LENGTH; i++)
		assert_int_equal(run->findings[i], 0);
}

static void a_new_run_takes_no_finding_of_the_last_one_back(void **state)
{
	struct close_run run = four_with_findings();

	(void)state;
	(void)close_run_note(&run, 100);
	expect_findings(&run, 0);
	assert_int_equal(run.stack, 0);
}

static void the_other_direction_keeps_the_finding_where_it_turns(void **state)
{
	struct close_run run = four_with_findings();

	(void)state;
	assert_int_equal(close_run_note(&run, 5), 2);
	expect_findings(&run, 104);
}

static void a_close_all_that_turns_keeps_none(void **state)
{
	struct close_run run = { 0 };

	(void)state;
	for (int fd = 3; fd <= 9; fd++)
		(void)close_run_note(&run, fd);
	run.findings[CLOSE_ALL_LENGTH - 1] = 106;
	run.stack = 107; /* what lies behind the findings */
	assert_int_equal(close_run_note(&run, 8), 2);
	expect_findings(&run, 0);
}

static void numbers_far_apart_are_no_run(void **state)
{
	(void)state;
	expect(FDS(0, INT_MAX, 0, INT_MAX, 100), LENGTHS(1, 1, 1, 1, 1));
}

/* A thread that has closed nothing yet: what is in `last_fd` says nothing. */
static void the_first_close_begins_a_run(void **state)
{
	struct close_run run = { .last_fd = 4, .step = 1, .length = 0 };

	(void)state;
	assert_int_equal(close_run_note(&run, 5), 1);
	assert_int_equal(run.step, 0);
	assert_int_equal(close_run_note(&run, 4), 2);
	assert_int_equal(run.step, -1);
}

static void something_else_ends_it(void **state)
{
	struct close_run run = { 0 };

	(void)state;
	for (int fd = 3; fd < 9; fd++)
		(void)close_run_note(&run, fd);
	assert_true(close_run_is_close_all(&run));
	close_run_end(&run);
	assert_false(close_run_is_close_all(&run));
	assert_int_equal(close_run_note(&run, 9), 1);
}

static void a_long_one_stays_one(void **state)
{
	struct close_run run = { 0 };

	(void)state;
	for (int fd = 0; fd < 100000; fd++)
		assert_int_equal(close_run_note(&run, fd), fd + 1);
	assert_true(close_run_is_close_all(&run));
}

static void a_list_goes_on(void **state)
{
	struct close_run run = { 0 };

	(void)state;
	(void)close_run_note(&run, 3);
	assert_true(close_run_alone(&run, true));
	assert_false(close_run_alone(&run, false));
	run.listing = run.findings[0] = 77;
	assert_int_equal(close_run_listing(&run), 77);
	assert_int_equal(run.findings[0], 0);
	assert_int_equal(close_run_listing(&run), 0);
	/* Far away is the same list. */
	(void)close_run_note(&run, 400);
	assert_false(close_run_alone(&run, true));
	run.listing = 78;
	close_run_end(&run);
	assert_int_equal(close_run_listing(&run), 0);
}

static void lists_by_their_names(void **state)
{
	static const char *const lists[] = { "/dev/fd", "/proc/self/fd", "/proc/12/fd",
					     "/proc/self/task/12/fd" };
	static const char *const others[] = { "/dev/fd0", "/proc/fd", "/proc/self/fdinfo", "/fd",
					      "/tmp/fd", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		assert_true(close_all_list(lists[i], strlen(lists[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(close_all_list(others[i], strlen(others[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(six_upwards_are_a_close_all),
		fdw_cmocka_test(six_downwards_are_a_close_all),
		fdw_cmocka_test(it_may_begin_at_0),
		fdw_cmocka_test(it_may_end_at_0),
		fdw_cmocka_test(five_are_none),
		fdw_cmocka_test(holes_up_to_8_are_passed_over),
		fdw_cmocka_test(a_hole_of_9_ends_it),
		fdw_cmocka_test(a_hole_of_9_ends_a_close_all),
		fdw_cmocka_test(the_same_number_twice_is_no_run),
		fdw_cmocka_test(a_change_of_direction_begins_another_run),
		fdw_cmocka_test(to_and_fro_is_no_close_all),
		fdw_cmocka_test(a_new_run_takes_no_finding_of_the_last_one_back),
		fdw_cmocka_test(the_other_direction_keeps_the_finding_where_it_turns),
		fdw_cmocka_test(a_close_all_that_turns_keeps_none),
		fdw_cmocka_test(numbers_far_apart_are_no_run),
		fdw_cmocka_test(the_first_close_begins_a_run),
		fdw_cmocka_test(something_else_ends_it),
		fdw_cmocka_test(a_long_one_stays_one),
		cmocka_unit_test(a_list_goes_on),
		cmocka_unit_test(lists_by_their_names),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}
