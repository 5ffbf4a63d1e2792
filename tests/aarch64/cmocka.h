/*
 * What the unwinder's unit tests use of cmocka, for a CPU for which there is no
 * cmocka: one test after another, and the first that fails ends the program.
 */
#ifndef CMOCKA_H
#define CMOCKA_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
	const char *name;
	void (*run)(void **state);
	int (*setup)(void **state);
	int (*teardown)(void **state);
};

static __attribute__((unused)) jmp_buf cmocka_skipped;

#define cmocka_check(ok, text)                                                 \
	((ok) ? (void)0                                                        \
	      : (printf("%s:%d: not so: %s\n", __FILE__, __LINE__, text), exit(1)))

#define assert_true(a)			cmocka_check(a, #a)
#define assert_false(a)			cmocka_check(!(a), "!(" #a ")")
#define assert_null(a)			cmocka_check((a) == NULL, #a " == NULL")
#define assert_non_null(a)		cmocka_check((a) != NULL, #a " != NULL")
#define assert_int_equal(a, b)                                                 \
	cmocka_check((unsigned long)(a) == (unsigned long)(b), #a " == " #b)
#define assert_int_not_equal(a, b)                                             \
	cmocka_check((unsigned long)(a) != (unsigned long)(b), #a " != " #b)
#define assert_ptr_equal(a, b)		cmocka_check((a) == (b), #a " == " #b)
#define assert_string_equal(a, b)	cmocka_check(strcmp(a, b) == 0, #a " == " #b)
#define assert_memory_equal(a, b, n)	cmocka_check(memcmp(a, b, n) == 0, #a " == " #b)
#define assert_in_range(a, low, high)                                          \
	cmocka_check((unsigned long)(a) >= (unsigned long)(low) &&             \
			     (unsigned long)(a) <= (unsigned long)(high),      \
		     #a " in " #low ".." #high)
#define print_message			printf
#define skip()				longjmp(cmocka_skipped, 1)
#define fail_msg(...)			(printf(__VA_ARGS__), exit(1))

#define cmocka_unit_test(f)		{ #f, f, NULL, NULL }
#define cmocka_unit_test_setup_teardown(f, setup, teardown) { #f, f, setup, teardown }

#define cmocka_run_group_tests(tests, setup, teardown)                         \
	cmocka_run(tests, sizeof(tests) / sizeof((tests)[0]), setup, teardown)

static inline int cmocka_run(const struct CMUnitTest *tests, size_t count,
			     int (*setup)(void **), int (*teardown)(void **))
{
	void *state = NULL;

	if (setup && setup(&state))
		return 1;
	for (volatile size_t i = 0; i < count; i++) {
		const struct CMUnitTest *volatile t = &tests[i];

		if ((t->setup && t->setup(&state)))
			return 1;
		if (setjmp(cmocka_skipped)) {
			printf("[  SKIPPED ] %s\n", t->name);
			continue;
		}
		fflush(stdout);
		t->run(&state);
		printf("[       OK ] %s\n", t->name);
		if (t->teardown && t->teardown(&state))
			return 1;
	}
	return teardown && teardown(&state) ? 1 : 0;
}

#endif
