/* The window: what a capture may read is what was shown to be readable. */
#include "unwind_check.h"

#include <string.h>
#include <sys/mman.h>

#include "unwind/window.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_window_ends_at_unmapped_pages(void **state)
{
	char *at = unwind_guarded_pages(3, PROT_READ | PROT_WRITE);
	uintptr_t lo = (uintptr_t)at, value;
	struct window w;

	(void)state;
	memset(at, 0x5a, 3 * PAGE);
	window_open(&w, lo + 100);
	assert_true(window_read(&w, lo + 100, &value));
	assert_int_equal(value, 0x5a5a5a5a5a5a5a5a);
	assert_true(window_read(&w, lo, &value));
	assert_true(window_read(&w, lo + 3 * PAGE - 8, &value));
	for (uintptr_t beyond = 7; beyond > 0; beyond--)
		assert_false(window_read(&w, lo + 3 * PAGE - beyond, &value));
	assert_false(window_read(&w, lo + 3 * PAGE, &value));
	for (uintptr_t before = 1; before < 16; before++)
		assert_false(window_read(&w, lo - before, &value));
	assert_true(window_read(&w, lo + 3 * PAGE - 8, &value));
	assert_int_equal(munmap(at, 3 * PAGE), 0);
}

static void test_window_refuses_nonsense(void **state)
{
	static const uintptr_t nonsense[] = { 0,
					      1,
					      8,
					      4088,
					      4096,
					      1ul << 47,
					      1ul << 48,
					      1ul << 63,
					      0xffff800000000000,
					      UINTPTR_MAX - 4096,
					      UINTPTR_MAX - 7,
					      UINTPTR_MAX };
	uintptr_t value;
	struct window w;

	(void)state;
	for (size_t i = 0; i < array_size(nonsense); i++) {
		for (size_t j = 0; j < array_size(nonsense); j++) {
			window_open(&w, nonsense[i]);
			assert_false(window_read(&w, nonsense[j], &value));
			window_open(&w, (uintptr_t)&w);
			assert_false(window_read(&w, nonsense[j], &value));
			assert_true(window_read(&w, (uintptr_t)&w, &value));
		}
	}
}

/* A hole is jumped over, never read. */
static void test_window_jumps_over_a_hole(void **state)
{
	char *at = unwind_guarded_pages(5, PROT_READ | PROT_WRITE);
	uintptr_t lo = (uintptr_t)at, value;
	struct window w;

	(void)state;
	assert_int_equal(mprotect(at + 2 * PAGE, PAGE, PROT_NONE), 0);
	window_open(&w, lo);
	assert_true(window_read(&w, lo, &value));
	assert_true(window_read(&w, lo + 4 * PAGE, &value));
	assert_false(window_read(&w, lo + 2 * PAGE, &value));
	assert_false(window_read(&w, lo + 2 * PAGE - 4, &value));
	assert_false(window_read(&w, lo + 3 * PAGE - 4, &value));
	assert_true(window_read(&w, lo + 3 * PAGE, &value));
	assert_int_equal(munmap(at, 5 * PAGE), 0);
}

/* What is far above gets a window of its own; nothing in between is asked about. */
static void test_window_moves(void **state)
{
	size_t pages = 4000;
	char *at = unwind_guarded_pages(pages, PROT_READ);
	uintptr_t lo = (uintptr_t)at, far = lo + (pages - 1) * PAGE, value;
	struct window w;

	(void)state;
	window_open(&w, lo);
	assert_true(window_read(&w, lo, &value));
	assert_true(window_read(&w, lo + 10 * PAGE, &value));
	assert_int_equal(w.lo, lo);
	assert_true(window_read(&w, far, &value));
	assert_int_equal(w.lo, far);
	/* The next capture has the near one. */
	window_open(&w, lo);
	assert_true(window_holds(&w, lo + 10 * PAGE));
	assert_int_equal(munmap(at, pages * PAGE), 0);
}

/* What was readable for one stack is not believed for another. */
static void test_window_of_a_smaller_stack(void **state)
{
	char *at = unwind_guarded_pages(4, PROT_READ | PROT_WRITE);
	uintptr_t lo = (uintptr_t)at, value;
	struct window w;

	(void)state;
	window_open(&w, lo + 2 * PAGE);
	assert_true(window_read(&w, lo + 4 * PAGE - 8, &value));
	assert_int_equal(munmap(at + 2 * PAGE, 2 * PAGE), 0);
	window_open(&w, lo + PAGE);
	assert_true(window_read(&w, lo + PAGE, &value));
	assert_false(window_read(&w, lo + 2 * PAGE, &value));
	assert_false(window_read(&w, lo + 4 * PAGE - 8, &value));
	/* Nor after a guess. */
	assert_true(window_read(&w, lo + PAGE, &value));
	assert_int_equal(mprotect(at + PAGE, PAGE, PROT_NONE), 0);
	window_open(&w, lo + PAGE);
	window_distrust(&w);
	assert_false(window_read(&w, lo + PAGE, &value));
	assert_int_equal(munmap(at, 2 * PAGE), 0);
}

static int set_up(void **state)
{
	(void)state;
	return window_init();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window_ends_at_unmapped_pages),
		cmocka_unit_test(test_window_refuses_nonsense),
		cmocka_unit_test(test_window_jumps_over_a_hole),
		cmocka_unit_test(test_window_moves),
		cmocka_unit_test(test_window_of_a_smaller_stack),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
