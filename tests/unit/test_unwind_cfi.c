/*
 * The walker against its oracles (unwind_check.h) over random stacks of
 * functions of all shapes. More: test_unwind_stacks.c has threads, signals and
 * coroutines, _step.c every instruction, _generated.c what compilers make,
 * _window.c, _faults.c and _jit.c what must not be read or believed.
 */
#include "unwind_check.h"
#include "unwind_shapes.h"

#include <errno.h>
#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_random_stacks(void **state)
{
	int stacks = unwind_scale(10000, 1000000);

	(void)state;
	for (int i = 0; i < stacks; i++) {
		uint8_t path[48];
		int depth = 1 + (int)(random() % 40);

		shapes_random_path(path, depth);
		shapes_call(path, depth);
		if (i % 1000 == 0)
			unwind_cfi.flush();
	}
	unwind_assert_equal((unsigned long)stacks);
}

static void test_large_frame(void **state)
{
	uint8_t path[8];

	(void)state;
	shapes_random_path(path, 6);
	for (int i = 0; i < 3; i++)
		shapes_large(path, 5);
	unwind_assert_equal(3);
}

static never_inline int recurse(int depth)
{
	volatile int kept = depth;

	if (depth == 0)
		unwind_check();
	else
		kept += recurse(depth - 1);
	return kept;
}

static void test_recursion(void **state)
{
	(void)state;
	recurse(200);
	unwind_assert_equal(1);
	/* Deeper than a stack may be: both are cut off. */
	recurse(400);
	unwind_assert_equal(1);
}

static never_inline int capture_two(uintptr_t *pcs)
{
	struct caller from = CALLER();

	pcs[2] = 77;
	return unwind_cfi.capture(&from, pcs, 2);
}

static void test_depth_is_kept(void **state)
{
	uintptr_t pcs[3];

	(void)state;
	assert_int_equal(capture_two(pcs), 2);
	assert_int_equal(pcs[2], 77);
}

static void test_errno_is_kept(void **state)
{
	struct stack stack;

	(void)state;
	errno = 4711;
	unwind_cfi.flush();
	unwind_capture(&stack);
	assert_int_equal(errno, 4711);
	assert_true(stack.count > 3);
}

static void bottom(void)
{
	unwind_check();
}

static int set_up(void **state)
{
	(void)state;
	srandom(1);
	shapes_bottom = bottom;
	unwind_check_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_stacks), cmocka_unit_test(test_large_frame),
		cmocka_unit_test(test_recursion),     cmocka_unit_test(test_depth_is_kept),
		cmocka_unit_test(test_errno_is_kept),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
