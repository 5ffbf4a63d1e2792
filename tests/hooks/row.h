/*
 * How a row of src/hooks/hooks.def is tested: one function in a rows_*.c here,
 * whose headline says what fdwarden must find in it. tests/hooks/run runs all
 * rows natively (each must work there, too), then under `fdwarden run`, and
 * compares exactly: the findings whose stacks pass through the row's function
 * are those of its headline, no more and no fewer. A row of hooks.def that no
 * headline names fails.
 *
 *	MAKES(dup) { CHECK(dup(null()) >= 0); }
 *		leaves a descriptor open: one `leak` whose `opened` call is dup,
 *		called from this very function. (What null() opens is its own
 *		business: see below.)
 *	CLOSES(fclose) { …; fclose(fp); CHECK_EBADF(close(fd)); }
 *		one `double-close` whose `closed` call is fclose.
 *	USES(read) { CHECK_EBADF(read(stale(), buf, 1)); }
 *		one `use-after-close` whose `at` call is read, from here.
 *	QUIET(fcntl) { … }
 *		nothing is found.
 *
 * The same hook again, in another manner: MAKES_AS(fcntl, cloexec) is named
 * fcntl__cloexec. A row of syscalls.def is MAKES_AS(syscall, openat), USES_AS(syscall,
 * openat): tools/maint/check-hooks asks for those that its body needs. More is said after
 * the names, as members of struct row:
 *	MAKES(pipe, .count = 2)			that many times
 *	MAKES(fopen, .object = "file", .owner = "FILE")	JSON's object.type, owner.type
 *	USES_AS(dup2, owned, .finding = "owner-mismatch")	another kind of finding,
 *		or several ("owner-mismatch double-close"), the last by the hook
 *
 * A row leaves nothing open but what it is about, does not touch the numbers of
 * others (closefrom(900), not closefrom(3)), and takes no longer than a blink.
 * Where something cannot work on this machine: SKIP("no such device").
 * Natively a row sees the same results: use CHECK and CHECK_EBADF throughout.
 *
 * By hand: build/tests/hooks/harness read uses_dup …  runs these rows alone.
 */
#ifndef ROW_H
#define ROW_H

#include <stdbool.h>

#include "../cases/case.h"
#include "hooks/prototypes.h"

struct row {
	const char *kind;	/* makes, closes, uses, quiet */
	const char *hook;
	const char *function;	/* as it appears in stacks */
	void (*run)(void);
	const char *finding;	/* NULL: what the kind says */
	int count;		/* 0: once */
	const char *object;	/* NULL: not compared */
	const char *owner;	/* NULL: not compared */
	const char *name;	/* how the object's path, or else its detail, begins */
};

/* The rows of all files, gathered by the linker. */
#define ROW(kind_, hook_, name_, ...)                                          \
	static void name_(void);                                               \
	static const struct row name_##_row = {                                \
		.kind = #kind_, .hook = #hook_, .function = #name_,            \
		.run = name_, __VA_ARGS__                                      \
	};                                                                     \
	static const struct row *const name_##_ref                             \
		__attribute__((section("rows"), used)) = &name_##_row;         \
	static void name_(void)

#define MAKES(hook, ...) ROW(makes, hook, makes_##hook, __VA_ARGS__)
#define CLOSES(hook, ...) ROW(closes, hook, closes_##hook, __VA_ARGS__)
#define USES(hook, ...) ROW(uses, hook, uses_##hook, __VA_ARGS__)
#define QUIET(hook, ...) ROW(quiet, hook, quiet_##hook, __VA_ARGS__)
#define MAKES_AS(hook, how, ...) ROW(makes, hook, makes_##hook##__##how, __VA_ARGS__)
#define CLOSES_AS(hook, how, ...) ROW(closes, hook, closes_##hook##__##how, __VA_ARGS__)
#define USES_AS(hook, how, ...) ROW(uses, hook, uses_##hook##__##how, __VA_ARGS__)
#define QUIET_AS(hook, how, ...) ROW(quiet, hook, quiet_##hook##__##how, __VA_ARGS__)

/* This machine cannot do it; says why and ends the row. */
#define SKIP(why) do { row_skipped(why); return; } while (0)

void row_skipped(const char *why);

/* An open descriptor of /dev/null that lasts as long as the program: never closed, not counted. */
int null(void);

/* A number that the program has just closed. */
int stale(void);

/* True under fdwarden: a number closed just now is not given out again. Natively it is. */
bool watched(void);

#define CHECK_HELD(fd) do {                                                    \
	int next_ = fresh();                                                   \
                                                                               \
	CHECK((next_ == (fd)) == !watched() && close(next_) == 0);             \
} while (0)

/* How many descriptors are open, as far as the program can see. */
int count_open(void);

/* A fresh open descriptor of /dev/null, for the caller to close. */
int fresh(void);

/*
 * For a maker that needs descriptors of its own first: call it just before the
 * maker. The makers are run once more in a table that is all but full; the
 * first descriptor that is made there meets EMFILE inside fdwarden.
 */
void make_scarce(void);

/* Paths: a file with a few bytes in it, an empty directory, a file that is not there. */
const char *some_file(void);
const char *some_directory(void);
const char *new_path(void);

#endif
