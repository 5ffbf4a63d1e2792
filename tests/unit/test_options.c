/* The library's options: what is understood, and the exact complaints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fdwarden/cmocka.h>

#include "model/format.h"
#include "policy/kinds.h"
#include "policy/options.h"

#define ALL_KINDS ((1u << KINDS) - 1)
#define DEFAULT_KINDS                                                             \
	(1u << KIND_LEAK | 1u << KIND_DOUBLE_CLOSE | 1u << KIND_USE_AFTER_CLOSE | \
	 1u << KIND_OWNER_MISMATCH | 1u << KIND_EXHAUSTED)

static struct options o;
static struct option_texts texts;
static char complaints[4096];

static void note(void *ctx, const char *line)
{
	(void)ctx;
	strncat(complaints, line, sizeof(complaints) - strlen(complaints) - 1);
	strncat(complaints, "\n", sizeof(complaints) - strlen(complaints) - 1);
}

static int start(void **state)
{
	(void)state;
	options_set_defaults(&o, &texts);
	complaints[0] = '\0';
	return 0;
}

static int parse(const char *text)
{
	return options_parse(&o, text, "HERE", note, NULL);
}

static void test_defaults(void **state)
{
	(void)state;
	assert_int_equal(o.checks, DEFAULT_KINDS);
	assert_int_equal(o.leaks, LEAKS_ALL);
	assert_int_equal(o.exitcode, 23);
	assert_int_equal(o.quarantine, OPTION_AUTO);
	assert_int_equal(o.depth, 32);
	assert_int_equal(o.unwind, UNWIND_AUTO);
	assert_int_equal(o.color, COLOR_AUTO);
	assert_true(o.follow);
	assert_false(o.audit || o.help || o.abort_on_error || o.halt_on_error);
	assert_string_equal(o.log, "");
	assert_string_equal(o.dir, "");
}

static void test_several_and_empty_pairs(void **state)
{
	(void)state;
	assert_int_equal(parse(":depth=7::leaks=repeated:quarantine=0:follow=no:"), 0);
	assert_int_equal(o.depth, 7);
	assert_int_equal(o.leaks, LEAKS_REPEATED);
	assert_int_equal(o.quarantine, 0);
	assert_false(o.follow);
	assert_int_equal(parse("quarantine=auto"), 0);
	assert_int_equal(o.quarantine, OPTION_AUTO);
}

static void test_colon_in_a_value(void **state)
{
	(void)state;
	assert_int_equal(parse("log=/a\\:b\\c:depth=3"), 0);
	assert_string_equal(o.log, "/a:b\\c");
	assert_int_equal(o.depth, 3);
}

static void test_checks(void **state)
{
	static const struct {
		const char *text;
		uint32_t checks;
	} rows[] = {
		{ "checks=all", ALL_KINDS },
		{ "checks=default", DEFAULT_KINDS },
		{ "checks=leak", 1u << KIND_LEAK },
		{ "checks=leak,double-close", 1u << KIND_LEAK | 1u << KIND_DOUBLE_CLOSE },
		{ "checks=+bad-descriptor", DEFAULT_KINDS | 1u << KIND_BAD_DESCRIPTOR },
		{ "checks=-leak", DEFAULT_KINDS & ~(1u << KIND_LEAK) },
		{ "checks=all,-leak", ALL_KINDS & ~(1u << KIND_LEAK) },
		{ "checks=leak,+exec-leak", 1u << KIND_LEAK | 1u << KIND_EXEC_LEAK },
		{ "checks=leak:checks=+exhausted", 1u << KIND_LEAK | 1u << KIND_EXHAUSTED },
	};

	for (size_t i = 0; i < array_size(rows); i++) {
		start(state);
		assert_int_equal(parse(rows[i].text), 0);
		assert_int_equal(o.checks, rows[i].checks);
	}
}

static void test_complaints_are_exact_and_change_nothing(void **state)
{
	static const struct {
		const char *text, *complaint;
	} rows[] = {
		{ "dept=3", "HERE: unknown option \"dept\"\n" },
		{ "=3", "HERE: unknown option \"\"\n" },
		{ "depth", "HERE: option \"depth\" needs a value\n" },
		{ "depth=", "HERE: bad value \"\" of depth: it takes 1-256\n" },
		{ "depth=0", "HERE: bad value \"0\" of depth: it takes 1-256\n" },
		{ "depth=257", "HERE: bad value \"257\" of depth: it takes 1-256\n" },
		{ "depth=-1", "HERE: bad value \"-1\" of depth: it takes 1-256\n" },
		{ "exitcode=256", "HERE: bad value \"256\" of exitcode: it takes 0-255\n" },
		{ "quarantine=many",
		  "HERE: bad value \"many\" of quarantine: it takes auto|0-65536\n" },
		{ "leaks=some", "HERE: bad value \"some\" of leaks: it takes all|repeated|none\n" },
		{ "leaks=al", "HERE: bad value \"al\" of leaks: it takes all|repeated|none\n" },
		{ "follow=2", "HERE: bad value \"2\" of follow: it takes 0|1\n" },
		{ "checks=leek",
		  "HERE: bad value \"leek\" of checks: it takes all, default, or kinds with + or - "
		  "before them or alone: leak, double-close, use-after-close, owner-mismatch, "
		  "exhausted, exec-leak, bad-descriptor\n" },
		{ "a\nb=1", "HERE: unknown option \"a\\x0ab\"\n" },
		{ "x=1:y=2", "HERE: unknown option \"x\"\nHERE: unknown option \"y\"\n" },
	};
	struct options defaults;

	options_set_defaults(&defaults, &texts);
	for (size_t i = 0; i < array_size(rows); i++) {
		start(state);
		assert_int_not_equal(parse(rows[i].text), 0);
		assert_string_equal(complaints, rows[i].complaint);
		assert_memory_equal(&o, &defaults, sizeof(o));
	}
}

static void test_the_rest_counts(void **state)
{
	(void)state;
	assert_int_equal(parse("nonsense=1:depth=9"), 1);
	assert_int_equal(o.depth, 9);
}

static void test_bad_word_leaves_the_list_alone(void **state)
{
	(void)state;
	assert_int_equal(parse("checks=leak,nonsense"), 1);
	assert_int_equal(o.checks, DEFAULT_KINDS);
}

static void test_values_that_are_too_long(void **state)
{
	static char text[3 * OPTION_TEXT_MAX];

	(void)state;
	memcpy(text, "log=", 5);
	memset(text + 4, 'a', OPTION_TEXT_MAX - 1);
	assert_int_equal(parse(text), 0);
	assert_int_equal(strlen(o.log), OPTION_TEXT_MAX - 1);
	memset(text + 4, 'b', 2 * OPTION_TEXT_MAX);
	assert_int_equal(parse(text), 1);
	assert_int_equal(o.log[0], 'a');
}

static void count_bytes(void *ctx, const char *text, size_t bytes)
{
	char *all = ctx;

	strncat(all, text, bytes);
}

static void test_help_names_every_option(void **state)
{
	static const char *const names[] = {
#define OPTION(name, parser, by_default, values, meaning) "\n  " #name "=" values "\n",
#include "policy/options.def"
#undef OPTION
	};
	static char all[16384];

	(void)state;
	options_print_help(count_bytes, all);
	for (size_t i = 0; i < array_size(names); i++)
		assert_non_null(strstr(all, names[i]));
}

static void test_severity(void **state)
{
	uint32_t before = o.severity;

	(void)state;
	assert_int_equal(before, kinds_default_severities());
	assert_int_equal(parse("severity=leak=warning,exec-leak=error"), 0);
	assert_int_equal(o.severity >> 2 * KIND_LEAK & 3, SEVERITY_WARNING);
	assert_int_equal(o.severity >> 2 * KIND_EXEC_LEAK & 3, SEVERITY_ERROR);
	assert_int_equal(o.severity >> 2 * KIND_EXHAUSTED & 3, SEVERITY_WARNING);
	assert_int_equal(parse("severity=leak=error:severity=exec-leak=warning"), 0);
	assert_int_equal(o.severity, before);
	assert_int_equal(parse("severity=leak=grave"), 1);
	assert_int_equal(parse("severity=leak"), 1);
	assert_int_equal(parse("severity=leek=note,leak=note"), 1);
	assert_int_equal(o.severity, before);
	assert_string_equal(complaints,
			    "HERE: bad value \"leak=grave\" of severity: it takes KIND=SEVERITY, "
			    "comma-separated, where SEVERITY is error, warning or note\n"
			    "HERE: bad value \"leak\" of severity: it takes KIND=SEVERITY, "
			    "comma-separated, where SEVERITY is error, warning or note\n"
			    "HERE: bad value \"leek=note,leak=note\" of severity: it takes KIND=SEVERITY, "
			    "comma-separated, where SEVERITY is error, warning or note\n");
}

static void test_options_of_the_report(void **state)
{
	(void)state;
	assert_int_equal(o.dedup_token_length + o.max_leaks + o.print_suppressions, 0);
	assert_int_equal(parse("dedup_token_length=3:max_leaks=9:print_suppressions=1:"
			       "log_path=/a\\:b"), 0);
	assert_int_equal(o.dedup_token_length, 3);
	assert_int_equal(o.max_leaks, 9);
	assert_true(o.print_suppressions);
	assert_string_equal(o.log_path, "/a:b");
	assert_int_equal(parse("dedup_token_length=65"), 1);
}

static void test_numbers_by_name(void **state)
{
	(void)state;
	assert_int_equal(options_number(&o, "exitcode"), 23);
	assert_int_equal(options_number(&o, "follow"), 1);
	assert_int_equal(options_number(&o, "audit"), 0);
	assert_int_equal(options_number(&o, "fuzz_warmup"), -1);
	o.fuzz_warmup = 7;
	assert_int_equal(options_number(&o, "fuzz_warmup"), 7);
	assert_int_equal(options_number(&o, "log"), -1);
	assert_int_equal(options_number(&o, "no such"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_defaults, start),
		cmocka_unit_test_setup(test_several_and_empty_pairs, start),
		cmocka_unit_test_setup(test_colon_in_a_value, start),
		cmocka_unit_test_setup(test_checks, start),
		cmocka_unit_test_setup(test_complaints_are_exact_and_change_nothing, start),
		cmocka_unit_test_setup(test_the_rest_counts, start),
		cmocka_unit_test_setup(test_bad_word_leaves_the_list_alone, start),
		cmocka_unit_test_setup(test_values_that_are_too_long, start),
		cmocka_unit_test_setup(test_severity, start),
		cmocka_unit_test_setup(test_options_of_the_report, start),
		cmocka_unit_test_setup(test_help_names_every_option, start),
		cmocka_unit_test_setup(test_numbers_by_name, start),
	};

	return cmocka_run_group_tests_name("options", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
