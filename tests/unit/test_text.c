/* The text report, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fdwarden/cmocka.h>

#include "report/message.h"
#include "report/text.h"

#define MS 1000000ull

static char out[65536];

static void write_out(void *ctx, const char *bytes, size_t count)
{
	(void)ctx;
	strncat(out, bytes, count);
}

static struct text text;

static int start(void **state)
{
	(void)state;
	out[0] = '\0';
	text = (struct text){ .write = write_out };
	return 0;
}

static const struct report_frame at_frames[] = {
	{ .function = "cleanup",
	  .file = "save.c",
	  .line = 41,
	  .own = true,
	  .inlined = true,
	  .module = "/opt/save",
	  .source = "close(fd);" },
	{ .function = "save",
	  .file = "save.c",
	  .line = 60,
	  .source = "cleanup(fd);",
	  .own = true,
	  .module = "/opt/save" },
	{ .function = "main", .file = "save.c", .line = 80, .own = true, .module = "/opt/save" },
	{ .function = "__libc_start_call_main", .module = "/lib/libc.so.6", .offset = 0x2724a },
};

static const struct report_frame closed_frames[] = {
	{ .pc = 0x7f0000001234, .module = "/usr/lib/libfoo.so.1", .offset = 0x1234 },
	{ .function = "writer",
	  .module = "/opt/save",
	  .offset = 0x99,
	  .own = true,
	  .replaced = true },
	{ .pc = 0x10 },
};

static const struct report_stack stacks[] = {
	{ ROLE_AT, "close", 11, "main", 1000 * MS, 0, at_frames, 4 },
	{ ROLE_CLOSED, "fclose", 12, "worker", 968 * MS, 0, closed_frames, 3 },
	{ ROLE_OPENED, "mkstemp", 11, "main", 995 * MS, 0, NULL, 0 },
};

static const int fds[] = { 5 };

static const struct report_finding double_close = {
	.kind = KIND_DOUBLE_CLOSE,
	.count = 3,
	.fd = 5,
	.fds = fds,
	.fd_count = 1,
	.object = "file",
	.path = "/tmp/x.tmp",
	.ns = 1000 * MS,
	.stacks = stacks,
	.stack_count = 3,
};

static void test_finding(void **state)
{
	(void)state;
	text_finding(&text, &double_close);
	assert_string_equal(
		out,
		"fdwarden: double close of descriptor 5 (/tmp/x.tmp): it was closed already [3 times]\n"
		"  closed again by close():\n"
		"  > #0 cleanup save.c:41 (inlined)\n"
		"          close(fd);\n"
		"  > #1 save save.c:60\n"
		"  > #2 main save.c:80\n"
		"  closed first by fclose(), 32 ms before:\n"
		"    #0 0x7f0000001234 (libfoo.so.1+0x1234)\n"
		"  > #1 writer (save+0x99; that file has been replaced: its build id differs)\n"
		"    #2 0x10\n"
		"  opened by mkstemp(), moments before:\n"
		"    (no stack)\n"
		"\n");
}

static void test_threads_and_all_frames(void **state)
{
	struct report_finding one = double_close;

	(void)state;
	one.stack_count = 1;
	one.count = 1;
	text.threads = true;
	text.verbose = 1;
	text_finding(&text, &one);
	assert_string_equal(
		out, "fdwarden: double close of descriptor 5 (/tmp/x.tmp): it was closed already\n"
		     "  closed again by close(), in thread 11 (main):\n"
		     "  > #0 cleanup save.c:41 (inlined)\n"
		     "          close(fd);\n"
		     "  > #1 save save.c:60\n"
		     "  > #2 main save.c:80\n"
		     "    #3 __libc_start_call_main (libc.so.6+0x2724a)\n"
		     "\n");
}

static void test_code_below_a_thread_is_left_out(void **state)
{
	static const struct report_frame frames[] = {
		{ .function = "work", .module = "/opt/save", .offset = 1 },
		{ .function = "start_thread", .module = "/lib/libc.so.6", .offset = 2 },
		{ .function = "clone3", .module = "/lib/libc.so.6", .offset = 3 },
	};
	const struct report_stack stack = {
		.role = ROLE_OPENED, .call = "open", .frames = frames, .frame_count = 3
	};
	struct report_finding one = { .kind = KIND_LEAK, .count = 1, .fd = 5, .end = END_EXIT };

	(void)state;
	one.stacks = &stack;
	one.stack_count = 1;
	text_finding(&text, &one);
	assert_string_equal(out, "fdwarden: descriptor 5 is still open at exit\n"
				 "  opened by open():\n"
				 "    #0 work (save+0x1)\n"
				 "\n");
}

static void test_colour(void **state)
{
	struct report_finding one = double_close;

	(void)state;
	one.stack_count = 1;
	one.count = 1;
	text.color = true;
	text_finding(&text, &one);
	assert_non_null(strstr(out, "fdwarden: \033[1;31mdouble close of"));
	assert_non_null(strstr(out, "  > \033[36m#0 cleanup save.c:41 (inlined)\033[0m\n"));
}

static void test_no_control_characters_get_through(void **state)
{
	struct report_finding one = double_close;

	(void)state;
	one.stack_count = 0;
	one.count = 1;
	one.path = "/tmp/\033[2Jx\n";
	text_finding(&text, &one);
	assert_string_equal(out, "fdwarden: double close of descriptor 5 (/tmp/\\x1b[2Jx\\x0a): it "
				 "was closed already\n\n");
}

static void test_messages(void **state)
{
	static const int six[] = { 4, 5, 6, 7, 8, 9, 10 };
	static const struct report_stack read_at = { .role = ROLE_AT, .call = "read" };
	static const struct report_stack dup_at = { .role = ROLE_AT, .call = "dup2" };
	const struct {
		struct report_finding f;
		const char *line;
	} rows[] = {
		{ { .kind = KIND_LEAK, .count = 1, .fd = 4, .end = END_EXIT, .object = "pipe" },
		  "descriptor 4 (pipe) is still open at exit" },
		{ { .kind = KIND_LEAK, .count = 1, .fd = 4, .end = END_SIGNAL, .end_code = 9 },
		  "descriptor 4 was still open when signal 9 ended the process" },
		{ { .kind = KIND_LEAK, .count = 1, .fd = 4 },
		  "descriptor 4 was still open when the process ended" },
		{ { .kind = KIND_LEAK, .count = 2, .fd = 4, .fds = six, .fd_count = 2 },
		  "leak of 2 descriptors opened at one place: 4, 5" },
		{ { .kind = KIND_LEAK,
		    .count = 7,
		    .fd = 4,
		    .fds = six,
		    .fd_count = 7,
		    .object = "socket",
		    .detail = "127.0.0.1:80" },
		  "leak of 7 descriptors opened at one place: 4, 5, 6, 7, 8, 9, ... (socket "
		  "127.0.0.1:80)" },
		{ { .kind = KIND_USE_AFTER_CLOSE,
		    .count = 1,
		    .fd = 4,
		    .object = "other",
		    .stacks = &read_at,
		    .stack_count = 1 },
		  "read() on descriptor 4 after it was closed" },
		{ { .kind = KIND_OWNER_MISMATCH,
		    .count = 1,
		    .fd = 4,
		    .owner = "FILE",
		    .stacks = &dup_at,
		    .stack_count = 1 },
		  "descriptor 4 was replaced by dup2() although a FILE owns it" },
		{ { .kind = KIND_BAD_DESCRIPTOR,
		    .count = 1,
		    .fd = -1,
		    .stacks = &read_at,
		    .stack_count = 1 },
		  "read() on descriptor -1, which cannot exist" },
	};

	(void)state;
	for (size_t i = 0; i < array_size(rows); i++) {
		char buf[256];
		struct str line;

		str_init(&line, buf, sizeof(buf));
		message_add(&line, &rows[i].f);
		assert_string_equal(buf, rows[i].line);
	}
}

static void test_the_oldest_of_a_group(void **state)
{
	struct report_stack held = { .role = ROLE_OPENED, .call = "open", .count = 24,
				     .ns = 1000000000u };
	struct report_finding one = { .kind = KIND_EXHAUSTED, .ns = 3000000000u, .stacks = &held,
				      .stack_count = 1 };

	(void)state;
	text_finding(&text, &one);
	assert_non_null(strstr(out, "  24 descriptors opened by open(), the oldest 2.0 s before"));
	start(state);
	held.count = 1;
	text_finding(&text, &one);
	assert_non_null(strstr(out, "  1 descriptor opened by open(), 2.0 s before"));
}

static void test_summary(void **state)
{
	struct text_summary s = { .processes = 3, .errors = 2, .suppressed = 1 };

	s.by_kind[KIND_LEAK] = 1;
	s.by_kind[KIND_DOUBLE_CLOSE] = 1;
	text_summary(&text, &s);
	assert_string_equal(
		out, "fdwarden: 2 errors (1 leak, 1 double-close), 1 suppressed in 3 processes\n");
	start(state);
	s = (struct text_summary){ .processes = 1, .warnings = 1 };
	s.by_kind[KIND_EXHAUSTED] = 1;
	text_summary(&text, &s);
	assert_string_equal(out, "fdwarden: 1 warning (1 exhausted) in 1 process\n");
	start(state);
	s = (struct text_summary){ .processes = 1 };
	text_summary(&text, &s);
	assert_string_equal(out, "fdwarden: 0 errors in 1 process\n");
}

static void test_a_line_that_is_too_long_ends(void **state)
{
	static char path[20000];
	struct report_finding one = double_close;

	(void)state;
	memset(path, 'p', sizeof(path) - 1);
	one.stack_count = 0;
	one.path = path;
	text_finding(&text, &one);
	assert_true(strlen(out) < 8300);
	assert_non_null(strstr(out, "ppp ...\n"));
}

/* An interpreter's own frames are left out, and what has no name is told by its place. */
static void test_dedup_token(void **state)
{
	static const struct report_frame frames[] = {
		{ .function = "os_open", .module = "/usr/bin/python3", .folded = true },
		{ .function = "save", .file = "save.py", .line = 3, .own = true },
		{ .module = "/usr/lib/libfoo.so.1", .offset = 0x1234, .own = true },
		{ .pc = 0x10, .own = true },
		{ .function = "main", .own = true },
	};
	static const struct report_stack one[] = {
		{ .role = ROLE_AT, .call = "close", .frames = frames, .frame_count = 5 },
		{ .role = ROLE_OPENED, .call = "open", .frames = at_frames, .frame_count = 4 },
	};
	static const char *const tokens[] = {
		"save", "save--libfoo.so.1+0x1234", "save--libfoo.so.1+0x1234--main",
		"save--libfoo.so.1+0x1234--main",
	};
	struct report_finding finding = double_close;
	char line[100];

	(void)state;
	finding.stacks = one;
	finding.stack_count = 2;
	for (unsigned int n = 0; n < 4; n++) {
		text.dedup_frames = n + 1;
		out[0] = '\0';
		text_finding(&text, &finding);
		(void)snprintf(line, sizeof(line), "\nDEDUP_TOKEN: %s\n\n", tokens[n]);
		assert_non_null(strstr(out, line));
	}
	finding.stack_count = 0;
	out[0] = '\0';
	text_finding(&text, &finding);
	assert_null(strstr(out, "DEDUP_TOKEN"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_dedup_token, start),
		cmocka_unit_test_setup(test_finding, start),
		cmocka_unit_test_setup(test_threads_and_all_frames, start),
		cmocka_unit_test_setup(test_code_below_a_thread_is_left_out, start),
		cmocka_unit_test_setup(test_colour, start),
		cmocka_unit_test_setup(test_no_control_characters_get_through, start),
		cmocka_unit_test_setup(test_messages, start),
		cmocka_unit_test_setup(test_the_oldest_of_a_group, start),
		cmocka_unit_test_setup(test_summary, start),
		cmocka_unit_test_setup(test_a_line_that_is_too_long_ends, start),
	};

	return cmocka_run_group_tests_name("text", tests, fdw_cmocka_group_setup,
					   fdw_cmocka_group_teardown);
}
