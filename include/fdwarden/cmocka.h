/*
 * fdwarden for cmocka: a test that leaves a descriptor open fails, and its
 * message says where that was opened.
 *
 *	const struct CMUnitTest tests[] = {
 *		fdw_cmocka_test(reads_a_file),
 *	};
 *	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
 *
 * It speaks when the library is there: linked in, or under `fdwarden run`.
 * Without it everything passes as if this were not used.
 *
 * cmocka counts what a teardown finds as an error of the test: [  ERROR   ], and
 * the program's status is not 0. The message is cut at FDW_CMOCKA_BYTES. Not for
 * tests that run at the same time in several threads: whatever any thread of the
 * process opens counts.
 */
#ifndef FDWARDEN_CMOCKA_H
#define FDWARDEN_CMOCKA_H

#pragma GCC system_header

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fdwarden.h>

#define FDW_CMOCKA_BYTES 8192

/* What was so when the test, or the group, began. */
struct fdw_cmocka {
	struct fdw_mark mark;
	int findings;
};

/* For fixtures of your own: at the end of the setup, and at the end of the teardown. */
static __inline__ void fdw_cmocka_begin(struct fdw_cmocka *begun)
{
	begun->findings = fdw_flush();
	begun->mark = fdw_mark(FDW_PROCESS);
}

static __inline__ void fdw_cmocka_end(const struct fdw_cmocka *begun)
{
	char text[FDW_CMOCKA_BYTES];
	int more = fdw_flush() - begun->findings;

	if (fdw_text_since(&begun->mark, text, sizeof(text)) > 0)
		fail_msg("%s", text);
	if (more > 0)
		fail_msg("%d finding(s) of fdwarden, whose report at the end has the stacks", more);
}

static struct fdw_cmocka fdw_cmocka_in_test __attribute__((unused));
static struct fdw_cmocka fdw_cmocka_in_group __attribute__((unused));

/* A setup and a teardown for one test, which leave its state alone. */
static __inline__ __attribute__((unused)) int fdw_cmocka_setup(void **state)
{
	(void)state;
	fdw_cmocka_begin(&fdw_cmocka_in_test);
	return 0;
}

static __inline__ __attribute__((unused)) int fdw_cmocka_teardown(void **state)
{
	(void)state;
	fdw_cmocka_end(&fdw_cmocka_in_test);
	return 0;
}

/* The same for a group: what the group as a whole leaves open. */
static __inline__ __attribute__((unused)) int fdw_cmocka_group_setup(void **state)
{
	(void)state;
	fdw_cmocka_begin(&fdw_cmocka_in_group);
	return 0;
}

static __inline__ __attribute__((unused)) int fdw_cmocka_group_teardown(void **state)
{
	(void)state;
	fdw_cmocka_end(&fdw_cmocka_in_group);
	return 0;
}

/* A test with these fixtures, for the list that cmocka_run_group_tests is given. */
#define fdw_cmocka_test(test) \
	cmocka_unit_test_setup_teardown(test, fdw_cmocka_setup, fdw_cmocka_teardown)

#endif
