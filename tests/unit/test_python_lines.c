/* CPython's tables of lines: made by the versions named, and hostile ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <fdwarden/cmocka.h>

#include "../../tools/fdwarden/python_lines.c"

/*
 * All for
 *
 *	def f(x):
 *
 *	    a = [i
 *	         for i in x]
 *	    with x:
 *	        g(a,
 *	          2)
 *	    return a
 *
 * beginning at line 2; the ranges are what Python's own co_lines() or
 * dis.findlinestarts() says. tests/python/lines.py does it for whole modules.
 */

struct range {
	uint32_t from, to;
	int line;
};

static const uint8_t lnotab[] = {
	0x00, 0x02, 0x06, 0x01, 0x02, 0xff, 0x06, 0x02,
	0x06, 0x01, 0x04, 0x01, 0x02, 0xff, 0x22, 0x02,
};

static const struct range lnotab_lines[] = {
	{ 0, 6, 4 },   { 6, 8, 5 },   { 8, 14, 4 },  { 14, 20, 6 },
	{ 20, 24, 7 }, { 24, 26, 8 }, { 26, 60, 7 }, { 60, 64, 9 },
};

static const uint8_t ranges[] = {
	0x06, 0x02, 0x02, 0x01, 0x06, 0xff, 0x06, 0x02, 0x04, 0x01, 0x02,
	0x01, 0x06, 0xff, 0x0a, 0xff, 0x04, 0x03, 0x10, 0xfd, 0x04, 0x03,
};

static const struct range ranges_lines[] = {
	{ 0, 6, 4 },   { 6, 8, 5 },   { 8, 14, 4 },  { 14, 20, 6 }, { 20, 24, 7 }, { 24, 26, 8 },
	{ 26, 32, 7 }, { 32, 42, 6 }, { 42, 46, 9 }, { 46, 62, 6 }, { 62, 66, 9 },
};

static const uint8_t locations[] = {
	0x80, 0x00, 0xf1, 0x06, 0x00, 0x13, 0x14, 0xf3, 0x03, 0x01, 0x09, 0x15, 0xd9, 0x12,
	0x13, 0x88, 0x51, 0xf3, 0x03, 0x00, 0x0a, 0x0b, 0xd9, 0x12, 0x13, 0xf0, 0x03, 0x00,
	0x05, 0x06, 0xf0, 0x00, 0x01, 0x09, 0x15, 0xe2, 0x09, 0x0a, 0xdc, 0x08, 0x09, 0x88,
	0x21, 0xd8, 0x0a, 0x0b, 0xf4, 0x03, 0x01, 0x09, 0x0d, 0xf7, 0x03, 0x00, 0x0a, 0x0b,
	0xf0, 0x06, 0x00, 0x0c, 0x0d, 0x80, 0x48, 0xf9, 0xf2, 0x0b, 0x01, 0x09, 0x15, 0xe7,
	0x09, 0x0a, 0x8c, 0x11, 0xf0, 0x06, 0x00, 0x0c, 0x0d, 0x80, 0x48, 0xfa,
};

static const struct range locations_lines[] = {
	{ 0, 2, 2 },    { 2, 6, 5 },     { 6, 14, 4 },    { 14, 20, 5 }, { 20, 28, 4 },
	{ 28, 32, 5 },  { 32, 36, 4 },   { 36, 42, 6 },   { 42, 54, 7 }, { 54, 56, 8 },
	{ 56, 66, 7 },  { 66, 82, 6 },   { 82, 86, 9 },   { 86, 90, 0 }, { 90, 96, 4 },
	{ 96, 122, 6 }, { 122, 126, 9 }, { 126, 132, 0 },
};

static void check(enum line_table kind, const uint8_t *table, size_t bytes,
		  const struct range *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (uint32_t at = wanted[i].from; at < wanted[i].to; at += 2)
			assert_int_equal(python_line(kind, table, bytes, 2, at), wanted[i].line);
}

static void test_lines(void **state)
{
	(void)state;
	check(LINES_LNOTAB, lnotab, sizeof(lnotab), lnotab_lines, array_size(lnotab_lines));
	check(LINES_RANGES, ranges, sizeof(ranges), ranges_lines, array_size(ranges_lines));
	check(LINES_LOCATIONS, locations, sizeof(locations), locations_lines,
	      array_size(locations_lines));
}

/* Tables without end, lines below 1 and above what an int holds: no line, no crash. */
static void test_hostile(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0x7f, 0x80, 0xff, 0xf0, 0xf8 };
	uint8_t table[4096];

	(void)state;
	for (int kind = 0; kind <= LINE_TABLES; kind++) {
		assert_true(python_line((enum line_table)kind, NULL, 0, 0, 0) == 0);
		for (size_t i = 0; i < array_size(bytes); i++) {
			memset(table, bytes[i], sizeof(table));
			for (size_t size = 0; size < 40; size++) {
				uint8_t *exact = malloc(size + 1);

				memcpy(exact, table, size);
				(void)python_line((enum line_table)kind, exact, size, INT32_MAX,
						  1u << 24);
				(void)python_line((enum line_table)kind, exact, size, 1, 6);
				free(exact);
			}
			assert_true(python_line((enum line_table)kind, table, sizeof(table),
						INT32_MAX, UINT32_MAX) >= 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fdw_cmocka_test(test_lines),
		fdw_cmocka_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, fdw_cmocka_group_setup, fdw_cmocka_group_teardown);
}
