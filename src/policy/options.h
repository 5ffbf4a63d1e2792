/*
 * The library's options: `key=value` pairs separated by `:`, a `:` inside a
 * value written `\:`. options.def is the list. Nothing here allocates, prints
 * or needs more of libc than mem* and str*: it runs inside the target before
 * main, and in the command.
 */
#ifndef POLICY_OPTIONS_H
#define POLICY_OPTIONS_H

#include "base/compiler.h"

/* Of `quarantine`: the library picks the figure. */
#define OPTION_AUTO (~0u)

#define OPTION_TEXT_MAX 4096
#define OPTION_TEXTS 6

/* The order is that of the values in options.def; leaks is in the format, too. */
enum leak_mode { LEAKS_ALL, LEAKS_REPEATED, LEAKS_NONE };
enum unwind_mode { UNWIND_AUTO, UNWIND_LIBUNWIND, UNWIND_CFI, UNWIND_FP, UNWIND_NONE };
enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	uint32_t checks; /* bit k: enum finding_kind k is looked for */
	uint32_t leaks;  /* enum leak_mode */
	uint32_t exitcode;
	uint32_t quarantine; /* numbers, or OPTION_AUTO */
	uint32_t depth;
	uint32_t ledger_max;	/* MiB */
	uint32_t unwind; /* enum unwind_mode */
	uint32_t color;  /* enum color_mode */
	uint32_t verbose;
	uint32_t severity; /* as kinds_set_severities takes it */
	uint32_t dedup_token_length;
	uint32_t max_leaks;
	bool print_suppressions;
	uint32_t fuzz_warmup;	/* inputs, or OPTION_AUTO */
	bool follow;
	bool python;
	bool audit;
	bool help;
	bool abort_on_error;
	bool halt_on_error;

	/* Texts: "", or in one of the places, which an option keeps that has got it. */
	const char *dir;
	const char *log;
	const char *log_path;
	const char *trace;
	const char *suppressions;
	const char *symbolizer;
	unsigned int texts_used;
	char (*texts)[OPTION_TEXT_MAX];
};

/* Where the texts of one struct options are kept. */
struct option_texts {
	char at[OPTION_TEXTS][OPTION_TEXT_MAX];
};

static_assert(offsetof(struct options, texts_used) - offsetof(struct options, dir) ==
		      OPTION_TEXTS * sizeof(char *),
	      "a place for each");

/* `texts` is the options' from then on; what is never set is never touched. */
void options_set_defaults(struct options *, struct option_texts *texts);

/*
 * Reads `text` over what stands in the options. `source` begins each message
 * ("FDWARDEN_OPTIONS: unknown option "foo""): one line without newline, to
 * `complain`. What is wrong is left as it was; the rest counts.
 * Returns the number of complaints.
 */
int options_parse(struct options *, const char *text, const char *source,
		  void (*complain)(void *ctx, const char *line), void *ctx);

/*
 * The value of the option of this name that is a number, a choice (its place in
 * the list) or 0|1; -1: auto, or there is no such option.
 */
long options_number(const struct options *, const char *name);

/* The list of all options with meaning and default, piece by piece. */
void options_print_help(void (*print)(void *ctx, const char *text, size_t bytes), void *ctx);

#endif
