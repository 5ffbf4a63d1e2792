/* model/blinds: each class and number once, with a count; taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>

#include <fdwarden/cmocka.h>

#include "model/blinds.h"

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

static void add(enum blind_class class, int fd, const char *path)
{
	struct blind_new new = { .class = class,
				 .object = OBJECT_PIPE,
				 .fd = fd,
				 .call = 9,
				 .ns = 77,
				 .path = path,
				 .path_bytes = strlen(path) };

	blinds_add(&ledger, &new);
}

static const struct ledger_blind *nth(unsigned int n)
{
	const struct ledger_blind *b = ledger_at(&ledger, ledger.header->blinds);

	while (n-- > 0)
		b = ledger_at(&ledger, b->next);
	return b;
}

static void one_is_entered_whole(void **state)
{
	const struct ledger_blind *b;

	(void)state;
	add(BLIND_RAW, 5, "/tmp/x");
	b = nth(0);
	assert_int_equal(b->fd, 5);
	assert_int_equal(b->class, BLIND_RAW);
	assert_int_equal(b->object, OBJECT_PIPE);
	assert_int_equal(b->count, 1);
	assert_int_equal(b->call, 9);
	assert_int_equal(b->ns, 77);
	assert_int_equal(b->path_bytes, 6);
	assert_memory_equal(b->path, "/tmp/x", 6);
	assert_int_equal(b->next, 0);
}

static void equal_ones_are_counted(void **state)
{
	(void)state;
	add(BLIND_RAW, 5, "/tmp/x");
	add(BLIND_CLOSE, 5, "/tmp/x");
	add(BLIND_RAW, 6, "/tmp/x");
	add(BLIND_RAW, 5, "/tmp/y");
	assert_int_equal(ledger.header->blind_count, 3);
	assert_int_equal(nth(0)->fd, 6);
	assert_int_equal(nth(1)->class, BLIND_CLOSE);
	assert_int_equal(nth(2)->count, 2);
	assert_int_equal(nth(2)->next, 0);
}

static void only_so_many_are_kept(void **state)
{
	unsigned int kept = 0;

	(void)state;
	for (int fd = 0; fd < BLINDS_MAX + 3; fd++)
		add(BLIND_RAW, fd, "");
	for (uint32_t at = ledger.header->blinds; at; kept++)
		at = ((const struct ledger_blind *)ledger_at(&ledger, at))->next;
	assert_int_equal(kept, BLINDS_MAX);
}

static void taken_back(void **state)
{
	(void)state;
	add(BLIND_CLOSE, 5, "/tmp/x");
	add(BLIND_RAW, 5, "/tmp/x");
	add(BLIND_RAW, 5, "/tmp/y");
	blinds_take_back(&ledger, 5, BLIND_IOCTL);
	blinds_take_back(&ledger, 6, BLIND_RAW);
	assert_int_equal(nth(0)->count, 2);
	for (int i = 0; i < 3; i++)
		blinds_take_back(&ledger, 5, BLIND_RAW);
	assert_int_equal(nth(0)->count, 0);
	assert_int_equal(nth(1)->count, 1);
}

static void the_next_one_has_its_own_name(void **state)
{
	(void)state;
	add(BLIND_RAW, 5, "/tmp/x");
	blinds_take_back(&ledger, 5, BLIND_RAW);
	add(BLIND_RAW, 5, "/tmp/x");
	assert_int_equal(nth(0)->next, 0);
	blinds_take_back(&ledger, 5, BLIND_RAW);
	add(BLIND_RAW, 5, "/tmp/y");
	assert_memory_equal(nth(0)->path, "/tmp/y", 6);
	assert_int_equal(nth(0)->count, 1);
	assert_int_equal(nth(1)->count, 0);
	add(BLIND_RAW, 5, "");
	assert_int_equal(nth(0)->count, 2);
	blinds_take_back(&ledger, 5, BLIND_RAW);
	blinds_take_back(&ledger, 5, BLIND_RAW);
	assert_int_equal(nth(0)->count, 0);
	/* Of two that were taken back the older one is in use again. */
	add(BLIND_RAW, 5, "/tmp/x");
	assert_int_equal(nth(1)->count, 1);
	blinds_take_back(&ledger, 5, BLIND_RAW);
	assert_int_equal(nth(1)->count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_is_entered_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(equal_ones_are_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(only_so_many_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(the_next_one_has_its_own_name, setup, teardown),
	};

	return cmocka_run_group_tests_name("blinds", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
