/* The bounded string builder. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <fdwarden/cmocka.h>

#include "base/str.h"

static char buf[64];
static struct str s;

static int start(void **state)
{
	(void)state;
	memset(buf, 'x', sizeof(buf));
	str_init(&s, buf, sizeof(buf));
	return 0;
}

static void test_empty(void **state)
{
	(void)state;
	assert_string_equal(buf, "");
	assert_int_equal(s.used, 0);
	assert_false(s.cut);
}

static void test_numbers(void **state)
{
	(void)state;
	str_add_u64(&s, 0);
	str_add_char(&s, ' ');
	str_add_u64(&s, UINT64_MAX);
	str_add_char(&s, ' ');
	str_add_i64(&s, INT64_MIN);
	assert_string_equal(buf, "0 18446744073709551615 -9223372036854775808");
}

static void test_hexadecimal(void **state)
{
	(void)state;
	str_add_hex(&s, 0, 0);
	str_add_char(&s, ' ');
	str_add_hex(&s, 0xab, 4);
	str_add_char(&s, ' ');
	str_add_hex(&s, UINT64_MAX, 16);
	assert_string_equal(buf, "0 00ab ffffffffffffffff");
}

static void test_what_does_not_fit_is_cut(void **state)
{
	char small[4];

	(void)state;
	str_init(&s, small, sizeof(small));
	str_add(&s, "abc");
	assert_false(s.cut);
	str_add(&s, "def");
	assert_true(s.cut);
	assert_string_equal(small, "abc");
	str_clear(&s);
	assert_false(s.cut);
	assert_string_equal(small, "");
}

static void test_room_for_one_byte(void **state)
{
	char one[1] = { 'x' };

	(void)state;
	str_init(&s, one, sizeof(one));
	str_add(&s, "a");
	assert_int_equal(one[0], '\0');
	assert_true(s.cut);
}

static void test_printable(void **state)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "plain", "plain" },
		{ "a\nb", "a\\x0ab" },
		{ "\033[1m", "\\x1b[1m" },
		{ "\x7f", "\\x7f" },
		{ "\xc3\xbc", "\xc3\xbc" },         /* u with two dots */
		{ "\xe2\x82\xac", "\xe2\x82\xac" }, /* euro */
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "\xff", "\\xff" },
		{ "\xc3", "\\xc3" },                   /* ends too early */
		{ "\xc2\x9b", "\\xc2\\x9b" },          /* C1: a terminal obeys it */
		{ "\xc0\x80", "\\xc0\\x80" },          /* overlong */
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" }, /* surrogate */
	};

	for (size_t i = 0; i < array_size(rows); i++) {
		start(state);
		str_add_printable(&s, rows[i].from, strlen(rows[i].from));
		assert_string_equal(buf, rows[i].to);
	}
}

static void test_duration(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} rows[] = {
		{ 0, "less than 1 ms" },   { 999999, "less than 1 ms" }, { 1000000, "1 ms" },
		{ 999999999, "999 ms" },   { 1000000000, "1.0 s" },      { 99940000000, "99.9 s" },
		{ 120000000000, "2 min" }, { 7200000000000, "2 h" },
	};

	for (size_t i = 0; i < array_size(rows); i++) {
		start(state);
		str_add_duration(&s, rows[i].ns);
		assert_string_equal(buf, rows[i].text);
	}
}

static void test_to_number(void **state)
{
	uint64_t n = 7;

	(void)state;
	assert_int_equal(str_to_u64("", 0, 10, &n), -EINVAL);
	assert_int_equal(str_to_u64("-1", 2, 10, &n), -EINVAL);
	assert_int_equal(str_to_u64("1x", 2, 10, &n), -EINVAL);
	assert_int_equal(str_to_u64("11", 2, 10, &n), -ERANGE);
	assert_int_equal(str_to_u64("99999999999999999999", 20, UINT64_MAX, &n), -ERANGE);
	assert_int_equal(n, 7);
	assert_int_equal(str_to_u64("10", 2, 10, &n), 0);
	assert_int_equal(n, 10);
	assert_int_equal(str_to_u64("007x", 3, 10, &n), 0);
	assert_int_equal(n, 7);
}

static void test_matches(void **state)
{
	static const struct {
		const char *text, *glob;
		bool is;
	} rows[] = {
		{ "", "", true },
		{ "", "*", true },
		{ "a", "", false },
		{ "abc", "abc", true },
		{ "abc", "a?c", true },
		{ "abc", "a*", true },
		{ "abc", "*c", true },
		{ "abc", "*b*", true },
		{ "abc", "*d*", false },
		{ "aab", "*ab", true },
		{ "mississippi", "m*iss*pi", true },
		{ "mississippi", "m*iss*pa", false },
		{ "abc", "abcd", false },
		{ "abc", "****", true },
		{ "/lib/x.so.1", "*.so", false },
	};

	(void)state;
	for (size_t i = 0; i < array_size(rows); i++)
		assert_int_equal(str_matches(rows[i].text, rows[i].glob), rows[i].is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_empty, start),
		cmocka_unit_test_setup(test_numbers, start),
		cmocka_unit_test_setup(test_hexadecimal, start),
		cmocka_unit_test_setup(test_what_does_not_fit_is_cut, start),
		cmocka_unit_test_setup(test_room_for_one_byte, start),
		cmocka_unit_test_setup(test_printable, start),
		cmocka_unit_test_setup(test_duration, start),
		fdw_cmocka_test(test_to_number),
		fdw_cmocka_test(test_matches),
	};

	return cmocka_run_group_tests_name("str", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
