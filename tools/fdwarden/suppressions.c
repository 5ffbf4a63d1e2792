/* Reading suppressions, and matching findings against them. */
#include "suppressions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "model/format.h"
#include "policy/kinds.h"
#include "report/message.h"
#include "system_files.h"

#define FILE_BYTES_MAX (64u << 20)
#define PIECE_BYTES    (64u << 10)
#define ANY_KIND       (-1)

enum pattern_type { PATTERN_FUN, PATTERN_OBJ, PATTERN_SRC, PATTERN_ANY };

struct pattern {
	enum pattern_type type;
	const char *glob;
	int line; /* of src; 0: any */
};

struct suppression {
	struct suppression *next;
	const char *name;
	const char *source; /* the file's name */
	bool shipped;
	int kind;
	int role;                 /* enum stack_role; -1: the kind's own */
	const char *path;         /* glob, or NULL */
	const char *call;         /* glob, or NULL */
	enum frame_detail detail; /* what its patterns ask of a frame */
	struct pattern *patterns;
	size_t pattern_count;
};

struct suppressions {
	struct pool pool;
	struct suppression *first, **last;
};

/* The file while it is read, line by line. */
struct parser {
	struct suppressions *into;
	const char *at, *end;
	const char *name;
	unsigned int line;
	char *error;
	size_t error_bytes;
};

struct suppressions *suppressions_new(void)
{
	struct suppressions *s = calloc(1, sizeof(*s));

	if (s == NULL)
		out_of_memory();
	s->last = &s->first;
	return s;
}

void suppressions_free(struct suppressions *s)
{
	if (s == NULL)
		return;
	for (struct suppression *one = s->first; one != NULL; one = one->next)
		free(one->patterns);
	pool_free(&s->pool);
	free(s);
}

static bool printf_like(2, 3) wrong(struct parser *p, const char *format, ...)
{
	int used = snprintf(p->error, p->error_bytes, "%s:%u: ", p->name, p->line);
	va_list args;

	if (used < 0 || (size_t)used >= p->error_bytes)
		return false;
	va_start(args, format);
	(void)vsnprintf(p->error + used, p->error_bytes - (size_t)used, format, args);
	va_end(args);
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* The next line that says something, without the blanks around it; NULL: the end. */
static const char *next_line(struct parser *p)
{
	while (p->at < p->end) {
		const char *newline = memchr(p->at, '\n', (size_t)(p->end - p->at));
		const char *from = p->at, *to = newline != NULL ? newline : p->end;

		p->at = newline != NULL ? newline + 1 : p->end;
		p->line++;
		while (from < to && is_blank(*from))
			from++;
		while (to > from && is_blank(to[-1]))
			to--;
		if (from < to && *from != '#')
			return pool_text(&p->into->pool, from, (size_t)(to - from));
	}
	return NULL;
}

static bool parse_kind(struct parser *p, struct suppression *s, const char *line)
{
	if (line == NULL || strcmp(line, "}") == 0)
		return wrong(p, "a suppression needs a kind of finding in its second line");
	s->kind = strcmp(line, "*") == 0 ? ANY_KIND : kind_named(line, strlen(line));
	if (s->kind < 0 && strcmp(line, "*") != 0)
		return wrong(p, "unknown kind \"%s\"", line);
	return true;
}

static bool parse_role(struct parser *p, struct suppression *s, const char *name)
{
	for (int role = 0; role < ROLES; role++) {
		if (strcmp(role_name((enum stack_role)role), name) == 0) {
			s->role = role;
			return true;
		}
	}
	return wrong(p, "unknown stack \"%s\"", name);
}

/* src:GLOB[:line] */
static void parse_source(struct suppressions *into, struct pattern *pattern, const char *text)
{
	const char *colon = strrchr(text, ':');
	uint64_t line;

	if (colon != NULL && str_to_u64(colon + 1, strlen(colon + 1), INT32_MAX, &line) == 0) {
		pattern->line = (int)line;
		text = pool_text(&into->pool, text, (size_t)(colon - text));
	}
	pattern->glob = text;
}

/* One line of a block after the first two. */
static bool parse_condition(struct parser *p, struct suppression *s, const char *line)
{
	struct pattern pattern = { PATTERN_ANY, NULL, 0 };

	if (strncmp(line, "path:", 5) == 0) {
		s->path = line + 5;
		return true;
	}
	if (strncmp(line, "call:", 5) == 0) {
		s->call = line + 5;
		return true;
	}
	if (strncmp(line, "stack:", 6) == 0)
		return parse_role(p, s, line + 6);
	if (strncmp(line, "fun:", 4) == 0 || strncmp(line, "obj:", 4) == 0) {
		pattern.type = line[0] == 'f' ? PATTERN_FUN : PATTERN_OBJ;
		pattern.glob = line + 4;
		if (line[0] == 'f' && s->detail < FRAMES_SYMBOLS)
			s->detail = FRAMES_SYMBOLS;
	} else if (strncmp(line, "src:", 4) == 0) {
		pattern.type = PATTERN_SRC;
		s->detail = FRAMES_FULL;
		parse_source(p->into, &pattern, line + 4);
	} else if (strcmp(line, "...") != 0) {
		return wrong(p,
			     "expected fun:, obj:, src:, path:, call:, stack:, ... or }, "
			     "not \"%s\"",
			     line);
	}
	*(struct pattern *)grow(&s->patterns, &s->pattern_count, sizeof(pattern)) = pattern;
	return true;
}

static bool parse_block(struct parser *p)
{
	struct suppression *s = pool_take(&p->into->pool, sizeof(*s));
	const char *line = next_line(p);
	unsigned int begun = p->line;

	*p->into->last = s;
	p->into->last = &s->next;
	s->role = -1;
	s->source = pool_text(&p->into->pool, p->name, strlen(p->name));
	if (line == NULL || strcmp(line, "}") == 0)
		return wrong(p, "a suppression needs a name in its first line");
	s->name = line;
	if (!parse_kind(p, s, next_line(p)))
		return false;
	while ((line = next_line(p)) != NULL) {
		if (strcmp(line, "}") == 0) {
			if (s->pattern_count == 0 && s->path == NULL && s->call == NULL &&
			    s->kind == ANY_KIND)
				return wrong(p, "suppression \"%s\" would hide everything",
					     s->name);
			return true;
		}
		if (!parse_condition(p, s, line))
			return false;
	}
	p->line = begun;
	return wrong(p, "suppression \"%s\" has no closing }", s->name);
}

bool suppressions_parse(struct suppressions *into, const char *text, size_t bytes, const char *name,
			char *error, size_t error_bytes)
{
	struct parser p = { into, text, text + bytes, name, 0, error, error_bytes };
	const char *line;

	while ((line = next_line(&p)) != NULL) {
		if (strcmp(line, "{") != 0)
			return wrong(&p, "expected {, not \"%s\"", line);
		if (!parse_block(&p))
			return false;
	}
	return true;
}

static bool load_failed(const char *path, const char *why, char *error, size_t error_bytes)
{
	(void)snprintf(error, error_bytes, "cannot read suppressions \"%s\": %s", path, why);
	return false;
}

/* All of a file, or of a pipe; `*text` is to be freed. 0, or an error number. */
static int read_all(int fd, char **text, size_t *bytes)
{
	struct stat st;
	size_t room = PIECE_BYTES;
	ssize_t got;

	if (fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < FILE_BYTES_MAX)
		room = (size_t)st.st_size;
	*text = NULL;
	*bytes = 0;
	do {
		*text = realloc(*text, *bytes + room);
		if (*text == NULL)
			out_of_memory();
		got = read(fd, *text + *bytes, room);
		*bytes += got > 0 ? (size_t)got : 0;
	} while (got > 0 && *bytes < FILE_BYTES_MAX);
	return got < 0 ? errno : 0;
}

bool suppressions_load(struct suppressions *into, const char *path, char *error, size_t error_bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), failed;
	size_t bytes;
	char *text;
	bool fine;

	if (fd < 0)
		return load_failed(path, strerror(errno), error, error_bytes);
	failed = read_all(fd, &text, &bytes);
	(void)close(fd);
	fine = failed == 0
		       ? suppressions_parse(into, text, bytes, path, error, error_bytes)
		       : load_failed(path, failed == EISDIR ? strerror(failed) : "reading failed",
				     error, error_bytes);
	free(text);
	return fine;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/*
 * With less than full detail a frame may stand for several, those inlined into
 * it. Only the system's code is told by that: a suppression of the user's must
 * fit the frames as they are shown.
 */
static bool pattern_matches(const struct pattern *pattern, const struct report_frame *frame,
			    enum frame_detail detail)
{
	if (detail != FRAMES_FULL && !module_is_system(frame->module))
		return pattern->type == PATTERN_ANY;
	switch (pattern->type) {
	case PATTERN_FUN:
		if (detail == FRAMES_MODULES)
			return true; /* it might */
		return frame->function != NULL && str_matches(frame->function, pattern->glob);
	case PATTERN_OBJ:
		return frame->module != NULL && str_matches(frame->module, pattern->glob);
	case PATTERN_SRC:
		return frame->file != NULL &&
		       (pattern->line == 0 || pattern->line == frame->line) &&
		       (str_matches(frame->file, pattern->glob) ||
			str_matches(base_name(frame->file), pattern->glob));
	case PATTERN_ANY:
		break;
	}
	return true;
}

/*
 * Like str_matches, with ... for *: the last one met is where to go on from.
 * `folded`: an interpreter's own frames count as well.
 */
static bool frames_match(const struct suppression *s, const struct report_stack *stack,
			 enum frame_detail detail, bool folded)
{
	size_t pattern = 0, frame = 0, resume_pattern = 0, resume_frame = 0;
	bool open_ended = false;

	while (pattern < s->pattern_count) {
		while (!folded && frame < stack->frame_count && stack->frames[frame].folded)
			frame++;
		if (s->patterns[pattern].type == PATTERN_ANY) {
			resume_pattern = ++pattern;
			resume_frame = frame;
			open_ended = true;
		} else if (frame < stack->frame_count &&
			   pattern_matches(&s->patterns[pattern], &stack->frames[frame], detail)) {
			pattern++;
			frame++;
		} else if (open_ended && resume_frame < stack->frame_count) {
			pattern = resume_pattern;
			frame = ++resume_frame;
		} else {
			return false;
		}
	}
	return true;
}

/* `detail`: of the frames that the finding has. */
static bool suppression_matches(const struct suppression *s, const struct report_finding *f,
				enum frame_detail detail)
{
	enum stack_role role = s->role >= 0 ? (enum stack_role)s->role : report_main_role(f->kind);

	if (s->kind != ANY_KIND && s->kind != (int)f->kind)
		return false;
	if (s->path != NULL && (f->path == NULL || !str_matches(f->path, s->path)))
		return false;
	if (s->pattern_count == 0 && s->call == NULL)
		return true;
	for (unsigned int i = 0; i < f->stack_count; i++) {
		const struct report_stack *stack = &f->stacks[i];

		if (stack->role != role)
			continue;
		if (s->call != NULL && (stack->call == NULL || !str_matches(stack->call, s->call)))
			continue;
		if (frames_match(s, stack, detail, false) || frames_match(s, stack, detail, true))
			return true;
	}
	return false;
}

const char *suppressions_match(const struct suppressions *all, const struct report_finding *f,
			       enum frame_detail detail)
{
	if (all == NULL)
		return NULL;
	for (const struct suppression *s = all->first; s != NULL; s = s->next)
		if (s->detail <= detail && suppression_matches(s, f, detail))
			return s->name;
	return NULL;
}

void suppressions_each(const struct suppressions *all,
		       void (*each)(void *ctx, const char *name, const char *source, bool shipped),
		       void *ctx)
{
	for (const struct suppression *s = all != NULL ? all->first : NULL; s != NULL; s = s->next)
		each(ctx, s->name, s->source, s->shipped);
}

void suppressions_mark_shipped(struct suppressions *all)
{
	for (struct suppression *s = all->first; s != NULL; s = s->next)
		s->shipped = true;
}

bool suppressions_might_match(const struct suppressions *all, const struct report_finding *f)
{
	if (all == NULL)
		return false;
	for (const struct suppression *s = all->first; s != NULL; s = s->next)
		if (s->detail == FRAMES_SYMBOLS && suppression_matches(s, f, FRAMES_MODULES))
			return true;
	return false;
}
