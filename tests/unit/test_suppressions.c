/* Suppressions: the exact complaints, and what matches what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <fdwarden/cmocka.h>

/* The command's; here it is never called. */
void complain(const char *format, ...);

#include "../../tools/fdwarden/generate.c"
#include "../../tools/fdwarden/pool.c"
#include "../../tools/fdwarden/suppressions.c"
#include "../../tools/fdwarden/system_files.c"

void complain(const char *format, ...)
{
	(void)format;
	abort();
}

static struct suppressions *all;
static char error[512];

static int start(void **state)
{
	(void)state;
	all = suppressions_new();
	error[0] = '\0';
	return 0;
}

static int stop(void **state)
{
	(void)state;
	suppressions_free(all);
	return 0;
}

static bool parse(const char *text)
{
	return suppressions_parse(all, text, strlen(text), "F", error, sizeof(error));
}

static const struct report_frame opened_frames[] = {
	{ .function = "open_it", .file = "src/a.c", .line = 7, .module = "/opt/app" },
	{ .function = "helper(int)", .file = "src/b.cc", .line = 9, .module = "/opt/libx.so.1" },
	{ .function = NULL, .module = "/usr/lib/libcrypto.so.3" },
	{ .function = "main", .file = "src/a.c", .line = 30, .module = "/opt/app" },
};

static const struct report_frame at_frames[] = {
	{ .function = "closer", .file = "src/a.c", .line = 50, .module = "/opt/app" },
};

static const struct report_stack stacks[] = {
	{ .role = ROLE_AT, .call = "close", .frames = at_frames, .frame_count = 1 },
	{ .role = ROLE_OPENED, .call = "open", .frames = opened_frames, .frame_count = 4 },
};

static const struct report_finding leak = {
	.kind = KIND_LEAK,
	.count = 1,
	.id = "0123456789abcdef",
	.fd = 5,
	.path = "/dev/urandom",
	.stacks = &stacks[1],
	.stack_count = 1,
};

static const struct report_finding double_close = {
	.kind = KIND_DOUBLE_CLOSE,
	.count = 1,
	.fd = 5,
	.stacks = stacks,
	.stack_count = 2,
};

static void test_complaints(void **state)
{
	static const struct {
		const char *text, *complaint;
	} rows[] = {
		{ "x", "F:1: expected {, not \"x\"" },
		{ "# c\n\n  }\n", "F:3: expected {, not \"}\"" },
		{ "{\n}\n", "F:2: a suppression needs a name in its first line" },
		{ "{\nn\n}\n", "F:3: a suppression needs a kind of finding in its second line" },
		{ "{\nn\nlea\n}\n", "F:3: unknown kind \"lea\"" },
		{ "{\nn\nleak\nfan:x\n}\n",
		  "F:4: expected fun:, obj:, src:, path:, call:, stack:, ... or }, not \"fan:x\"" },
		{ "{\nn\nleak\nstack:here\n}\n", "F:4: unknown stack \"here\"" },
		{ "{\nn\nleak\nfun:x\n", "F:2: suppression \"n\" has no closing }" },
		{ "{\nn\n*\n}\n", "F:4: suppression \"n\" would hide everything" },
	};

	for (size_t i = 0; i < array_size(rows); i++) {
		stop(state);
		start(state);
		assert_false(parse(rows[i].text));
		assert_string_equal(error, rows[i].complaint);
	}
}

static void test_matching(void **state)
{
	static const struct {
		const char *body;
		bool leak, double_close;
	} rows[] = {
		{ "leak", true, false },
		{ "double-close", false, true },
		{ "*\nfun:*", true, true },
		{ "leak\nfun:open_it", true, false },
		{ "leak\nfun:other", false, false },
		{ "leak\nfun:helper*", false, false },
		{ "leak\n...\nfun:helper*", true, false },
		{ "leak\nfun:open_it\nfun:helper(int)\nobj:*libcrypto*\nfun:main", true, false },
		{ "leak\nfun:open_it\nfun:main", false, false },
		{ "leak\nfun:open_it\n...\nfun:main", true, false },
		{ "leak\nfun:open_it\n...\nfun:main\nfun:below", false, false },
		{ "leak\n...\nobj:*/libcrypto.so*", true, false },
		{ "leak\nsrc:a.c:7", true, false },
		{ "leak\nsrc:src/a.c", true, false },
		{ "leak\nsrc:a.c:8", false, false },
		{ "leak\npath:/dev/*random", true, false },
		{ "leak\npath:/dev/null", false, false },
		{ "double-close\nfun:closer", false, true },
		{ "double-close\nfun:open_it", false, false },
		{ "double-close\nstack:opened\nfun:open_it", false, true },
		{ "double-close\nstack:closed\nfun:*", false, false },
		{ "double-close\npath:*", false, false },
		{ "leak\ncall:open", true, false },
		{ "leak\ncall:ope", false, false },
		{ "leak\ncall:op*\nfun:open_it", true, false },
		{ "leak\ncall:close\nfun:open_it", false, false },
		{ "*\ncall:close", false, true },
		{ "double-close\nstack:opened\ncall:open", false, true },
		{ "double-close\nstack:closed\ncall:*", false, false },
		{ "leak\n...\n...\nfun:main\n...", true, false },
	};
	char text[512];

	for (size_t i = 0; i < array_size(rows); i++) {
		stop(state);
		start(state);
		(void)snprintf(text, sizeof(text), "# one\n{\n  the name\n%s\n\t}\r\n",
			       rows[i].body);
		assert_true(parse(text));
		assert_int_equal(suppressions_match(all, &leak, FRAMES_FULL) != NULL, rows[i].leak);
		assert_int_equal(suppressions_match(all, &double_close, FRAMES_FULL) != NULL,
				 rows[i].double_close);
	}
}

static void test_the_first_that_fits_is_named(void **state)
{
	(void)state;
	assert_null(suppressions_match(NULL, &leak, FRAMES_FULL));
	assert_null(suppressions_match(all, &leak, FRAMES_FULL));
	assert_true(parse("{\none\ndouble-close\n}\n{\ntwo\nleak\n}\n{\nthree\nleak\n}\n"));
	assert_string_equal(suppressions_match(all, &leak, FRAMES_FULL), "two");
}

/* With modules alone, and with symbols: what is told by less than the whole. */
static void test_early(void **state)
{
	static const struct report_frame frames[] = {
		{ .function = "setinputfile", .module = "/usr/bin/dash" },
		{ .function = "open_it", .module = "/opt/app" },
	};
	static const struct report_stack opened[] = {
		{ .role = ROLE_OPENED, .call = "fcntl", .frames = frames, .frame_count = 2 },
	};
	static const struct report_finding f = {
		.kind = KIND_LEAK, .stacks = opened, .stack_count = 1, .path = "/tmp/x"
	};
	static const struct {
		const char *body;
		enum frame_detail from; /* FRAMES_FULL + 1: never */
		bool might;
	} rows[] = {
		{ "leak\ncall:fcntl\nobj:*/dash", FRAMES_MODULES, false },
		{ "leak\ncall:open\nobj:*/dash", FRAMES_FULL + 1, false },
		{ "leak\npath:/tmp/*", FRAMES_MODULES, false },
		{ "leak\nfun:setinput*", FRAMES_SYMBOLS, true },
		{ "leak\nfun:other", FRAMES_FULL + 1, true },
		{ "leak\nobj:*/bash\nfun:setinput*", FRAMES_FULL + 1, false },
		{ "double-close\nfun:setinput*", FRAMES_FULL + 1, false },
		/* others may be inlined into a frame of the user's own */
		{ "leak\n...\nfun:open_it", FRAMES_FULL, true },
		{ "leak\nobj:*/dash\nobj:/opt/app", FRAMES_FULL, false },
		{ "leak\nobj:*/dash\n...", FRAMES_MODULES, false },
	};
	char text[512];

	for (size_t i = 0; i < array_size(rows); i++) {
		stop(state);
		start(state);
		(void)snprintf(text, sizeof(text), "{\n  n\n%s\n}\n", rows[i].body);
		assert_true(parse(text));
		for (int detail = FRAMES_MODULES; detail <= FRAMES_FULL; detail++)
			assert_int_equal(suppressions_match(all, &f, (enum frame_detail)detail) !=
						 NULL,
					 detail >= (int)rows[i].from);
		assert_int_equal(suppressions_might_match(all, &f), rows[i].might);
	}
}

static void test_generated_names_the_call(void **state)
{
	static const struct report_frame frames[] = { { .module = "/usr/bin/dash" } };
	static const struct report_stack opened[] = {
		{ .role = ROLE_OPENED, .call = "fcntl", .frames = frames, .frame_count = 1 },
	};
	static const struct report_finding f = {
		.kind = KIND_LEAK, .id = "1", .stacks = opened, .stack_count = 1
	};
	struct pool pool = { NULL };
	const char *text = suppressions_generate(&pool, &f);

	(void)state;
	assert_string_equal(text,
			    "{\n   leak 1\n   leak\n   call:fcntl\n   obj:/usr/bin/dash\n}\n");
	assert_true(parse(text));
	assert_non_null(suppressions_match(all, &f, FRAMES_FULL));
	pool_free(&pool);
}

static void test_generated_fits(void **state)
{
	struct pool pool = { NULL };
	const char *text = suppressions_generate(&pool, &leak);

	(void)state;
	assert_string_equal(text, "{\n   leak 0123456789abcdef\n   leak\n   fun:open_it\n"
				  "   fun:helper(int)\n   obj:/usr/lib/libcrypto.so.3\n"
				  "   fun:main\n}\n");
	assert_true(parse(text));
	assert_string_equal(suppressions_match(all, &leak, FRAMES_FULL), "leak 0123456789abcdef");
	pool_free(&pool);
}

static void test_files(void **state)
{
	(void)state;
	assert_true(suppressions_load(all, "/dev/null", error, sizeof(error)));
	assert_true(suppressions_load(all, "tools/fdwarden/default.supp", error, sizeof(error)));
	assert_null(suppressions_match(all, &double_close, FRAMES_FULL));
	assert_false(suppressions_load(all, "/nowhere/x", error, sizeof(error)));
	assert_string_equal(error,
			    "cannot read suppressions \"/nowhere/x\": No such file or directory");
	assert_false(suppressions_load(all, "/", error, sizeof(error)));
	assert_string_equal(error, "cannot read suppressions \"/\": Is a directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_complaints, start, stop),
		cmocka_unit_test_setup_teardown(test_matching, start, stop),
		cmocka_unit_test_setup_teardown(test_the_first_that_fits_is_named, start, stop),
		cmocka_unit_test_setup_teardown(test_early, start, stop),
		cmocka_unit_test_setup_teardown(test_generated_names_the_call, start, stop),
		cmocka_unit_test_setup_teardown(test_generated_fits, start, stop),
		cmocka_unit_test_setup_teardown(test_files, start, stop),
	};

	return cmocka_run_group_tests_name("suppressions", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
