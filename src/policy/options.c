/* The library's options: one table, expanded from options.def. */
#include "policy/options.h"

#include <string.h>

#include "base/str.h"
#include "model/format.h"
#include "policy/kinds.h"

enum option_parser {
	OPTION_CHECKS,
	OPTION_SEVERITY,
	OPTION_CHOICE,
	OPTION_NUMBER,
	OPTION_AUTO_NUMBER,
	OPTION_BOOL,
	OPTION_TEXT
};
#define OPTION_PARSER_CHECKS OPTION_CHECKS
#define OPTION_PARSER_SEVERITY OPTION_SEVERITY
#define OPTION_PARSER_CHOICE OPTION_CHOICE
#define OPTION_PARSER_NUMBER OPTION_NUMBER
#define OPTION_PARSER_AUTO   OPTION_AUTO_NUMBER
#define OPTION_PARSER_BOOL   OPTION_BOOL
#define OPTION_PARSER_TEXT   OPTION_TEXT

static const struct option_row {
	const char *name;
	enum option_parser parser;
	size_t offset; /* of the member */
	const char *by_default;
	const char *values;
	const char *meaning;
} rows[] = {
#define OPTION(name, parser, by_default, values, meaning)                                           \
	{                                                                                           \
		#name,  OPTION_PARSER_##parser, offsetof(struct options, name), by_default, values, \
		meaning                                                                             \
	},
#include "policy/options.def"
#undef OPTION
};

/* The text that no place is taken for; where a forked child looks anyway. */
static hot_data char none[1];

/* One value while it is read: `\:` is already a colon. */
struct value {
	const char *at;
	size_t bytes;
};

static bool parse_bool(struct value v, bool *out)
{
	static const char *const yes[] = { "1", "yes", "true", "on" };
	static const char *const no[] = { "0", "no", "false", "off" };

	for (size_t i = 0; i < array_size(yes); i++) {
		if (str_is(v.at, v.bytes, yes[i]) || str_is(v.at, v.bytes, no[i])) {
			*out = str_is(v.at, v.bytes, yes[i]);
			return true;
		}
	}
	return false;
}

/* `values` ends with MIN-MAX; a number outside is wrong. */
static bool parse_number(struct value v, const char *values, uint32_t *out)
{
	const char *range = strchr(values, '|') != NULL ? strchr(values, '|') + 1 : values;
	const char *dash = strchr(range, '-');
	uint64_t min = 0, max = 0, n = 0;

	if (str_to_u64(range, (size_t)(dash - range), UINT32_MAX, &min) != 0 ||
	    str_to_u64(dash + 1, strlen(dash + 1), UINT32_MAX, &max) != 0 ||
	    str_to_u64(v.at, v.bytes, max, &n) != 0 || n < min)
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool parse_choice(struct value v, const char *values, uint32_t *out)
{
	uint32_t place = 0;

	for (const char *at = values;; place++) {
		const char *bar = strchr(at, '|');
		size_t bytes = bar != NULL ? (size_t)(bar - at) : strlen(at);

		if (bytes == v.bytes && memcmp(at, v.at, bytes) == 0) {
			*out = place;
			return true;
		}
		if (bar == NULL)
			return false;
		at = bar + 1;
	}
}

/* One word of the list of checks; `cleared`: a bare kind stood before it. */
static bool parse_check(struct value v, uint32_t *checks, bool *cleared)
{
	bool add = v.bytes > 0 && v.at[0] == '+';
	bool remove = v.bytes > 0 && v.at[0] == '-';
	int kind;

	if (str_is(v.at, v.bytes, "all") || str_is(v.at, v.bytes, "default")) {
		*checks = v.at[0] == 'a' ? (1u << KINDS) - 1 : kinds_by_default();
		return true;
	}
	if (add || remove) {
		v.at++;
		v.bytes--;
	}
	kind = kind_named(v.at, v.bytes);
	if (kind < 0)
		return false;
	if (!add && !remove && !*cleared) {
		*cleared = true;
		*checks = 0;
	}
	*checks = remove ? *checks & ~(1u << kind) : *checks | 1u << kind;
	return true;
}

static bool parse_checks(struct value v, uint32_t *out)
{
	uint32_t checks = *out;
	bool cleared = false;
	const char *end = v.at + v.bytes;

	for (const char *at = v.at;;) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *word_end = comma != NULL ? comma : end;
		struct value word = { at, (size_t)(word_end - at) };

		if (!parse_check(word, &checks, &cleared))
			return false;
		if (comma == NULL)
			break;
		at = comma + 1;
	}
	*out = checks;
	return true;
}

/* kind=severity */
static bool parse_severity(struct value v, uint32_t *severities)
{
	const char *equals = memchr(v.at, '=', v.bytes);
	int kind = equals != NULL ? kind_named(v.at, (size_t)(equals - v.at)) : -1;
	size_t bytes = equals != NULL ? (size_t)(v.at + v.bytes - equals - 1) : 0;

	for (unsigned int i = 0; kind >= 0 && i < SEVERITIES; i++) {
		if (!str_is(equals + 1, bytes, severity_name((enum severity)i)))
			continue;
		*severities &= ~(3u << 2 * kind);
		*severities |= i << 2 * kind;
		return true;
	}
	return false;
}

/* An empty list: as they are by default. */
static bool parse_severities(struct value v, uint32_t *out)
{
	uint32_t severities = v.bytes > 0 ? *out : kinds_default_severities();

	while (v.bytes > 0) {
		const char *comma = memchr(v.at, ',', v.bytes);
		size_t bytes = comma != NULL ? (size_t)(comma - v.at) : v.bytes;

		if (!parse_severity((struct value){ v.at, bytes }, &severities))
			return false;
		bytes += comma != NULL;
		v.at += bytes;
		v.bytes -= bytes;
	}
	*out = severities;
	return true;
}

static bool parse_text(struct options *o, struct value v, const char **out)
{
	char *to = (char *)*out;

	if (v.bytes >= OPTION_TEXT_MAX || memchr(v.at, '\0', v.bytes) != NULL)
		return false;
	if (v.bytes > 0 && *out == none)
		*out = to = o->texts[o->texts_used++];
	if (*out == none)
		return true;
	memcpy(to, v.at, v.bytes);
	to[v.bytes] = '\0';
	return true;
}

static bool set_option(struct options *o, const struct option_row *row, struct value v)
{
	char *member = (char *)o + row->offset;

	switch (row->parser) {
	case OPTION_CHECKS:
		return parse_checks(v, (uint32_t *)(void *)member);
	case OPTION_SEVERITY:
		return parse_severities(v, (uint32_t *)(void *)member);
	case OPTION_CHOICE:
		return parse_choice(v, row->values, (uint32_t *)(void *)member);
	case OPTION_AUTO_NUMBER:
		if (str_is(v.at, v.bytes, "auto")) {
			*(uint32_t *)(void *)member = OPTION_AUTO;
			return true;
		}
		return parse_number(v, row->values, (uint32_t *)(void *)member);
	case OPTION_NUMBER:
		return parse_number(v, row->values, (uint32_t *)(void *)member);
	case OPTION_BOOL:
		return parse_bool(v, (bool *)(void *)member);
	case OPTION_TEXT:
		return parse_text(o, v, (const char **)(void *)member);
	}
	return false;
}

long options_number(const struct options *o, const char *name)
{
	for (size_t i = 0; i < array_size(rows); i++) {
		const void *member = (const uint8_t *)o + rows[i].offset;

		if (strcmp(rows[i].name, name) != 0)
			continue;
		if (rows[i].parser == OPTION_BOOL)
			return *(const bool *)member;
		if (rows[i].parser == OPTION_TEXT || *(const uint32_t *)member == OPTION_AUTO)
			return -1;
		return *(const uint32_t *)member;
	}
	return -1;
}

void options_set_defaults(struct options *o, struct option_texts *texts)
{
	memset(o, 0, sizeof(*o));
	o->texts = texts->at;
	o->dir = o->log = o->log_path = o->trace = o->suppressions = o->symbolizer = none;
	for (size_t i = 0; i < array_size(rows); i++)
		(void)set_option(o, &rows[i],
				 (struct value){ rows[i].by_default, strlen(rows[i].by_default) });
}

static void add_quoted(struct str *line, struct value v)
{
	str_add(line, " \"");
	str_add_printable(line, v.at, v.bytes < 200 ? v.bytes : 200);
	str_add_char(line, '"');
}

static void explain_bad_value(struct str *line, const struct option_row *row, struct value v)
{
	str_add(line, ": bad value");
	add_quoted(line, v);
	str_add(line, " of ");
	str_add(line, row->name);
	str_add(line, ": it takes ");
	if (row->parser == OPTION_CHECKS) {
		str_add(line, "all, default, or kinds with + or - before them or alone:");
		for (int kind = 0; kind < KINDS; kind++) {
			str_add(line, kind > 0 ? ", " : " ");
			str_add(line, kind_name(kind));
		}
	} else if (row->parser == OPTION_SEVERITY) {
		str_add(line, "KIND=SEVERITY, comma-separated, where SEVERITY is error, warning or note");
	} else if (row->parser == OPTION_TEXT) {
		str_add(line, "at most ");
		str_add_u64(line, OPTION_TEXT_MAX - 1);
		str_add(line, " bytes");
	} else {
		str_add(line, row->values);
	}
}

/* One pair, unescaped. Returns false with the reason in `line`. */
static bool parse_pair(struct options *o, const char *pair, size_t bytes, struct str *line)
{
	const char *equals = memchr(pair, '=', bytes);
	size_t key_bytes = equals != NULL ? (size_t)(equals - pair) : bytes;

	for (size_t i = 0; i < array_size(rows); i++) {
		struct value v = { pair + key_bytes + 1, bytes - key_bytes - 1 };

		if (!str_is(pair, key_bytes, rows[i].name))
			continue;
		if (equals == NULL) {
			str_add(line, ": option \"");
			str_add(line, rows[i].name);
			str_add(line, "\" needs a value");
			return false;
		}
		if (set_option(o, &rows[i], v))
			return true;
		explain_bad_value(line, &rows[i], v);
		return false;
	}
	str_add(line, ": unknown option");
	add_quoted(line, (struct value){ pair, key_bytes });
	return false;
}

/* Copies one pair to `pair` without its escapes; returns where the next begins. */
static const char *next_pair(const char *text, struct str *pair)
{
	for (; *text != '\0' && *text != ':'; text++) {
		if (text[0] == '\\' && text[1] == ':')
			text++;
		str_add_char(pair, *text);
	}
	return *text == ':' ? text + 1 : text;
}

int options_parse(struct options *o, const char *text, const char *source,
		  void (*complain)(void *ctx, const char *line), void *ctx)
{
	/* A key, `=` and a value one byte longer than any that is allowed. */
	char pair_buf[OPTION_TEXT_MAX + 64];
	char line_buf[512];
	struct str pair, line;
	int complaints = 0;

	str_init(&pair, pair_buf, sizeof(pair_buf));
	str_init(&line, line_buf, sizeof(line_buf));
	while (*text != '\0') {
		str_clear(&pair);
		str_clear(&line);
		str_add(&line, source);
		text = next_pair(text, &pair);
		if (pair.used == 0)
			continue;
		if (!parse_pair(o, pair.at, pair.used, &line)) {
			complaints++;
			complain(ctx, line.at);
		}
	}
	return complaints;
}

void options_print_help(void (*print)(void *ctx, const char *text, size_t bytes), void *ctx)
{
	char line_buf[512];
	struct str line;

	str_init(&line, line_buf, sizeof(line_buf));
	str_add(&line, "FDWARDEN_OPTIONS is a list of key=value, separated by ':' "
		       "(a ':' in a value is written '\\:'):\n");
	print(ctx, line.at, line.used);
	for (size_t i = 0; i < array_size(rows); i++) {
		str_clear(&line);
		str_add(&line, "  ");
		str_add(&line, rows[i].name);
		str_add_char(&line, '=');
		str_add(&line, rows[i].values);
		str_add(&line, "\n      ");
		str_add(&line, rows[i].meaning);
		if (rows[i].by_default[0] != '\0') {
			str_add(&line, " (default: ");
			str_add(&line, rows[i].by_default);
			str_add_char(&line, ')');
		}
		str_add_char(&line, '\n');
		print(ctx, line.at, line.used);
	}
}
