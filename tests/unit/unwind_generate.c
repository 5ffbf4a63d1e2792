/* See unwind_generate.h. */
#include "unwind_generate.h"
#include "unwind_trap.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "base/objects.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define FUNCTIONS 48

/* What a generated library is given. */
struct run {
	const unsigned char *path;
	void (*check)(void);
};

static char *generate(const struct generated *g, size_t bodies)
{
	size_t size;
	char *text;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	fputs(g->head, f);
	for (int i = 0; i < FUNCTIONS; i++) {
		fprintf(f, "int f%d(struct run *s, int d)\n{\n	int r = 0;\n", i);
		/* NOLINTNEXTLINE: the formats are ours, each with one %d. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		fprintf(f, g->bodies[(size_t)i % bodies], 48 + (int)(random() % 900));
#pragma GCC diagnostic pop
		fprintf(f, "	return r;\n}\n");
	}
	fputs("fn *const table[] = {", f);
	for (int i = 0; i < FUNCTIONS; i++)
		fprintf(f, " f%d,", i);
	fprintf(f, " };\n%s", g->tail);
	assert_int_equal(fclose(f), 0);
	return text;
}

typedef int enter_fn(struct run *, int);

static void skip_without(const char *compiler)
{
	if (!unwind_compile(compiler, "", "int nothing;\n"))
		skip();
}

/* Its function enter(), or NULL: the compiler does not know the flags. */
static enter_fn *compile(const struct generated *g, size_t bodies, const char *compiler,
			 const char *flags)
{
	char *source = generate(g, bodies);
	void *handle = unwind_compile(compiler, flags, source);
	enter_fn *enter = NULL;

	free(source);
	if (handle) {
		*(void **)&enter = dlsym(handle, "enter");
		assert_non_null(enter);
	}
	return enter;
}

static void check(void)
{
	unwind_check();
}

static void run_library(enter_fn *enter, void (*at_bottom)(void), int stacks)
{
	for (int i = 0; i < stacks; i++) {
		unsigned char path[512];
		struct run run = { .path = path, .check = at_bottom };

		/* Some functions go on twice: the path is longer than the depth. */
		for (size_t j = 0; j < sizeof(path); j++)
			path[j] = (unsigned char)(random() % FUNCTIONS);
		enter(&run, 3 + (int)(random() % 20));
	}
}

/* ---- at every instruction ----------------------------------------------------------- */

#if defined(__x86_64__)

static struct object stepped;
static unsigned long steps;

/* What it calls is stepped through as well, but test_unwind_step.c has that. */
static void on_trap(int number, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	uintptr_t pc = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP];

	(void)number;
	(void)info;
	if (pc < stepped.start || pc >= stepped.end)
		return;
	unwind_check();
	steps++;
}

static void nothing(void)
{
}

static void step_library(enter_fn *enter, int stacks)
{
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO };

	if (UNDER_SANITIZER)
		skip();
	assert_true(object_find((uintptr_t)enter, &stepped));
	assert_int_equal(sigaction(SIGTRAP, &action, NULL), 0);
	steps = 0;
	/* libunwind reads the row before a function's first instruction, if that is a .cold part. */
	unwind_by_libgcc_alone = true;
	trap_on();
	run_library(enter, nothing, stacks);
	trap_off();
	unwind_by_libgcc_alone = false;
	assert_true(steps >= 50 * (unsigned long)stacks);
	unwind_assert_equal(steps);
}

#else

static void step_library(enter_fn *enter, int stacks)
{
	(void)enter;
	(void)stacks;
	skip();
}

#endif

void test_stepped(void **state)
{
	const struct generated_by *by = *state;
	static const char *const flags[] = { "-O0", "-O2 -fomit-frame-pointer", "-O3" };

	skip_without(by->compiler);
	for (size_t i = 0; i < array_size(flags); i++) {
		enter_fn *enter = compile(by->code, by->code->steady, by->compiler, flags[i]);

		assert_non_null(enter);
		step_library(enter, unwind_scale(by->stepped[0], by->stepped[1]));
	}
}

/* ---- each level of optimisation ------------------------------------------------------- */

void test_generated(void **state)
{
	const struct generated_by *by = *state;
	int stacks = unwind_scale(by->run[0], by->run[1]);
	static const char *const few[] = { "-O2 -fomit-frame-pointer", "-O0", "-O3" };
	static const char *const many[] = {
		"-O0",
		"-O0 -fomit-frame-pointer",
		"-O1",
		"-Os",
		"-O2 -fomit-frame-pointer",
		"-O2 -fno-omit-frame-pointer",
		"-O3 -march=native",
		"-O3 -fno-omit-frame-pointer",
		"-O2 -fstack-protector-all",
		"-O2 -fcf-protection=full",
		"-O2 -fstack-clash-protection",
	};
	bool is_long = unwind_scale(0, 1);
	const char *const *flags = is_long ? many : few;
	size_t count = is_long ? array_size(many) : array_size(few);
	int done = 0;

	skip_without(by->compiler);
	for (size_t i = 0; i < count; i++) {
		enter_fn *enter = compile(by->code, by->code->count, by->compiler, flags[i]);

		if (!enter)
			continue;
		run_library(enter, check, stacks);
		unwind_assert_equal((unsigned long)stacks);
		done++;
	}
	/* Not each compiler has each option. */
	assert_true(done >= 2);
}
