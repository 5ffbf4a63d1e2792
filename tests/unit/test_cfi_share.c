/* The table from pc to rule, shared with children by fork. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "unwind/cfi.h"

static uintptr_t here(void)
{
	return (uintptr_t)printf;
}

/* What `child` does happens in a child by fork. */
static void in_child(void (*child)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		child();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void look(void)
{
	(void)cfi_rule(here());
}


static int share(void **state)
{
	(void)state;
	cfi_share();
	return 0;
}

static int unshare(void **state)
{
	(void)state;
	cfi_flush();
	return 0;
}

static void test_child_tells_parent(void **state)
{
	(void)state;
	assert_int_equal(cfi_lookup(here()), 0);
	in_child(look);
	assert_int_not_equal(cfi_lookup(here()), 0);
}

static void test_private_without(void **state)
{
	(void)state;
	cfi_flush();
	in_child(look);
	assert_int_equal(cfi_lookup(here()), 0);
}

/* A child that unloads something leaves the others theirs. */
static void test_flush_is_the_childs_own(void **state)
{
	(void)state;
	look();
	in_child(cfi_flush);
	assert_int_not_equal(cfi_lookup(here()), 0);
}

/* Code that only one of them may have is nothing to the others. */
static void test_unknown_code_stays_out(void **state)
{
	(void)state;
	assert_true(cfi_may_remember(here()));
	assert_false(cfi_may_remember((uintptr_t)&cfi_table));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_private_without),
		cmocka_unit_test_setup_teardown(test_child_tells_parent, share, unshare),
		cmocka_unit_test_setup_teardown(test_flush_is_the_childs_own, share, unshare),
		cmocka_unit_test_setup_teardown(test_unknown_code_stays_out, share, unshare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
