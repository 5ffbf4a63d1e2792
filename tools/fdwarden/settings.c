/* The command line of `run` and `report`. Every mistake is one exact line. */
#include "settings.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "command.h"
#include "policy/kinds.h"

/* Of the one struct settings: pages that are mostly never touched. */
static struct option_texts option_texts;

enum flag {
#define FLAG(id, name, letter, arg, where, meaning) FLAG_##id,
#include "flags.def"
#undef FLAG
	FLAGS
};

enum { IN_RUN = 1, IN_REPORT = 2, IN_BOTH = IN_RUN | IN_REPORT };

static const struct flag_row {
	const char *name;
	char letter;
	const char *arg;
	unsigned int where;
	const char *meaning;
} flags[] = {
#define FLAG(id, name, letter, arg, where, meaning) { name, letter, arg, where, meaning },
#include "flags.def"
#undef FLAG
};

/* What getopt_long returns for a flag: its letter, or a number no letter has. */
static int flag_code(int flag)
{
	return flags[flag].letter != 0 ? flags[flag].letter : 256 + flag;
}

static int flag_of_code(int code)
{
	for (int flag = 0; flag < FLAGS; flag++)
		if (flag_code(flag) == code)
			return flag;
	return FLAGS;
}

static void complain_line(void *ctx, const char *line)
{
	(void)ctx;
	complain("%s", line);
}

static void swallow_line(void *ctx, const char *line)
{
	(void)ctx;
	(void)line;
}

/* One more pair for the library. `text` is as it stands in FDWARDEN_OPTIONS. */
static bool give(struct settings *s, const char *text, const char *source)
{
	char shown[64];

	(void)snprintf(shown, sizeof(shown), "%s", source);
	if (options_parse(&s->options, text, shown, complain_line, NULL) != 0)
		return false;
	s->given = pool_format(&s->pool, "%s%s%s", s->given, s->given[0] != '\0' ? ":" : "", text);
	return true;
}

/* key=value from a flag of its own: a colon in the value is not a separator. */
static bool give_value(struct settings *s, const char *key, const char *value)
{
	char *pair = pool_take(&s->pool, strlen(key) + 2 * strlen(value) + 2);
	char *to = stpcpy(stpcpy(pair, key), "=");
	char source[32];

	for (; *value != '\0'; value++) {
		if (*value == ':')
			*to++ = '\\';
		*to++ = *value;
	}
	(void)snprintf(source, sizeof(source), "--%s", key);
	return give(s, pair, source);
}

static bool set_limit(struct settings *s, const char *value)
{
	if (str_to_u64(value, strlen(value), 1u << 30, &s->limit) == 0 && s->limit > 0)
		return true;
	complain("--limit: bad value \"%s\": it takes a number from 1 to %u", value, 1u << 30);
	return false;
}

#define PID_MAX (1u << 22) /* the kernel's: proc(5), pid_max */

static bool set_pid(struct settings *s, const char *value)
{
	uint64_t pid;

	if (str_to_u64(value, strlen(value), PID_MAX, &pid) == 0 && pid > 0) {
		s->pid = (int)pid;
		return true;
	}
	complain("--pid: bad value \"%s\": it takes a number from 1 to %u", value, PID_MAX);
	return false;
}

static bool add_suppressions(struct settings *s, const char *path)
{
	*(const char **)grow(&s->suppressions, &s->suppression_count, sizeof(char *)) = path;
	return true;
}

static bool apply(struct settings *s, enum flag flag, const char *value)
{
	switch (flag) {
	case FLAG_JSON:
	case FLAG_SARIF:
	case FLAG_JUNIT:
		s->documents[FORMAT_JSON + (flag - FLAG_JSON)] = value;
		return true;
	case FLAG_LOG:
		s->log = value;
		return true;
	case FLAG_LEAKS:
		s->leaks_given = true;
		return give_value(s, "leaks", value);
	case FLAG_CHECKS:
	case FLAG_EXITCODE:
	case FLAG_QUARANTINE:
	case FLAG_DEPTH:
		return give_value(s, flags[flag].name, value);
	case FLAG_LIMIT:
		return set_limit(s, value);
	case FLAG_SUPPRESSIONS:
		return add_suppressions(s, value);
	case FLAG_GEN_SUPPRESSIONS:
		s->gen_suppressions = true;
		return true;
	case FLAG_NO_FOLLOW:
		return give(s, "follow=0", "--no-follow");
	case FLAG_WAIT:
		s->wait = true;
		return true;
	case FLAG_KEEP:
		s->keep = value;
		return true;
	case FLAG_PID:
		return set_pid(s, value);
	case FLAG_OPTION:
		s->leaks_given |= strstr(value, "leaks=") != NULL;
		return give(s, value, "-o");
	case FLAG_QUIET:
		s->quiet = true;
		return true;
	case FLAG_VERBOSE:
		s->verbose++;
		return true;
	case FLAG_HELP:
	case FLAGS:
		break;
	}
	return true;
}

static_assert(FLAG_SARIF - FLAG_JSON == FORMAT_SARIF && FLAG_JUNIT - FLAG_JSON == FORMAT_JUNIT,
	      "the order of the documents is that of formats.def");

bool settings_want_document(const struct settings *s)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (s->documents[i] != NULL)
			return true;
	return false;
}

static bool is_stdout(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

/* Two documents in one stream would be none. */
static bool stdout_is_for_one(const struct settings *s)
{
	static const char *const names[] = {
#define FORMAT(id, name, write) name,
#include "formats.def"
#undef FORMAT
	};

	for (size_t i = 0; i < FORMATS; i++)
		for (size_t k = i + 1; k < FORMATS; k++)
			if (is_stdout(s->documents[i]) && is_stdout(s->documents[k])) {
				complain("--%s and --%s cannot both go to standard output",
					 names[i], names[k]);
				return false;
			}
	return true;
}

/* The tables that getopt_long wants, with the rows that this subcommand has. */
static void getopt_tables(bool is_report, struct option *longs, char *shorts)
{
	char *letter = stpcpy(shorts, "+:");

	for (int flag = 0; flag < FLAGS; flag++) {
		if ((flags[flag].where & (is_report ? IN_REPORT : IN_RUN)) == 0)
			continue;
		if (flags[flag].letter != 0) {
			*letter++ = flags[flag].letter;
			if (flags[flag].arg != NULL)
				*letter++ = ':';
		}
		if (flags[flag].name != NULL)
			*longs++ = (struct option){ flags[flag].name,
						    flags[flag].arg != NULL ? required_argument
									    : no_argument,
						    NULL, flag_code(flag) };
	}
	*letter = '\0';
	*longs = (struct option){ NULL, 0, NULL, 0 };
}

/* `word` is the argument in which getopt_long met what it did not like. */
static void complain_unknown(const char *word)
{
	int flag = optopt != 0 ? flag_of_code(optopt) : FLAGS;
	size_t bytes = strcspn(word, "=");

	if (strncmp(word, "--", 2) != 0)
		complain("unknown option \"-%c\" (see fdwarden %s --help)", optopt, command_name);
	else if (flag < FLAGS && flags[flag].arg == NULL)
		complain("option \"--%s\" takes no value", flags[flag].name);
	else
		complain("unknown option \"%.*s\" (see fdwarden %s --help)", (int)bytes, word,
			 command_name);
}

static void complain_missing(void)
{
	int flag = flag_of_code(optopt);

	if (flag < FLAGS && flags[flag].name != NULL)
		complain("option \"--%s\" needs a value: %s", flags[flag].name, flags[flag].arg);
	else
		complain("option \"-%c\" needs a value: %s", optopt,
			 flag < FLAGS ? flags[flag].arg : "VALUE");
}

void settings_from_environment(struct settings *s)
{
	const char *text = getenv("FDWARDEN_OPTIONS");

	memset(s, 0, sizeof(*s));
	s->given = pool_text(&s->pool, "", 0);
	options_set_defaults(&s->options, &option_texts);
	if (text != NULL)
		(void)options_parse(&s->options, text, "FDWARDEN_OPTIONS", swallow_line, NULL);
	/* Said once more by hand: it is about listing options, and about a run above. */
	s->options.help = false;
	(void)options_parse(&s->options, "dir=", "", swallow_line, NULL);
}

static void print_piece(void *ctx, const char *text, size_t bytes)
{
	(void)fwrite(text, 1, bytes, ctx);
}

/* What the library's options say where no flag of the command does. */
void settings_take_over(struct settings *s)
{
	const char *path = s->options.log_path;

	if (s->log == NULL && s->options.log[0] != '\0')
		s->log = s->options.log;
	if (s->log == NULL && path[0] != '\0' && strcmp(path, "stderr") != 0)
		s->log = pool_format(&s->pool, "%s.%%p", path);
	kinds_set_severities(s->options.severity);
	if (s->options.suppressions[0] != '\0')
		(void)add_suppressions(s, s->options.suppressions);
	if (s->verbose < s->options.verbose)
		s->verbose = s->options.verbose;
}

bool settings_read(struct settings *s, int argc, char **argv, bool is_report, int *status)
{
	struct option longs[FLAGS + 1];
	char shorts[2 * FLAGS + 3];
	int code;

	settings_from_environment(s);
	getopt_tables(is_report, longs, shorts);
	*status = STATUS_USAGE;
	optind = 1;
	opterr = 0;
	for (;;) {
		const char *word = optind < argc ? argv[optind] : "";

		optopt = 0;
		code = getopt_long(argc, argv, shorts, longs, NULL);
		if (code == -1)
			break;
		if (code == '?') {
			complain_unknown(word);
			return false;
		}
		if (code == ':') {
			complain_missing();
			return false;
		}
		if (flag_of_code(code) == FLAG_HELP) {
			is_report ? print_report_help() : print_run_help();
			*status = 0;
			return false;
		}
		if (!apply(s, (enum flag)flag_of_code(code), optarg))
			return false;
	}
	if (s->options.help) {
		options_print_help(print_piece, stdout);
		*status = 0;
		return false;
	}
	if (!stdout_is_for_one(s))
		return false;
	settings_take_over(s);
	s->rest = argv + optind;
	s->rest_count = argc - optind;
	return true;
}

void settings_free(struct settings *s)
{
	free(s->suppressions);
	pool_free(&s->pool);
}

void settings_print_flags(bool is_report)
{
	for (int flag = 0; flag < FLAGS; flag++) {
		const struct flag_row *row = &flags[flag];
		char left[64];

		if ((row->where & (is_report ? IN_REPORT : IN_RUN)) == 0)
			continue;
		(void)snprintf(left, sizeof(left), "%s%s%s%s%s%s",
			       row->letter != 0 ? (char[]){ '-', row->letter, '\0' } : "",
			       row->letter != 0 && row->name != NULL ? ", " : "",
			       row->name != NULL ? "--" : "", row->name != NULL ? row->name : "",
			       row->arg != NULL ? " " : "", row->arg != NULL ? row->arg : "");
		printf("  %-22s %s\n", left, row->meaning);
	}
}
