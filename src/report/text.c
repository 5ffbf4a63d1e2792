/*
 * The text report. A finding looks like this, the user's own frames marked:
 *
 *	fdwarden: double close of descriptor 5 (/tmp/x.tmp): it was closed already
 *	  closed again by close():
 *	  > #0 save save.c:41
 *	           close(fd);
 *	  > #1 main save.c:60
 *	  closed first by fclose(), 12 ms before:
 *	    …
 */
#include "report/text.h"

#include <string.h>

#include "base/str.h"
#include "policy/kinds.h"
#include "report/message.h"

#define LINE_MAX_BYTES 8192 /* a line that is longer is cut */

/* The coarse clock ticks every 1 to 10 ms: a smaller difference says nothing. */
#define CLOCK_TICK_NS 10000000u

enum style { STYLE_NONE, STYLE_ERROR, STYLE_WARNING, STYLE_HEAD, STYLE_OWN, STYLE_DIM };

static void style_begin(const struct text *t, struct str *line, enum style style)
{
	static const char *const codes[] = { "",        "\033[1;31m", "\033[1;33m",
					     "\033[1m", "\033[36m",   "\033[2m" };

	if (t->color)
		str_add(line, codes[style]);
}

static void style_end(const struct text *t, struct str *line, enum style style)
{
	if (t->color && style != STYLE_NONE)
		str_add(line, "\033[0m");
}

static void write_line(const struct text *t, struct str *line)
{
	if (line->cut) { /* room for the end of the line, whatever was cut */
		line->used = line->room - 1 - sizeof(" ...\033[0m");
		str_add(line, t->color ? " ...\033[0m" : " ...");
	}
	str_add_char(line, '\n');
	t->write(t->ctx, line->at, line->used);
}

static void add_place(struct str *line, const struct report_frame *frame)
{
	if (frame->file != NULL) {
		str_add_char(line, ' ');
		str_add_printable(line, frame->file, strlen(frame->file));
		if (frame->line > 0) {
			str_add_char(line, ':');
			str_add_i64(line, frame->line);
		}
		return;
	}
	if (frame->module != NULL) {
		const char *name = report_base_name(frame->module);

		str_add(line, " (");
		str_add_printable(line, name, strlen(name));
		str_add(line, "+0x");
		str_add_hex(line, frame->offset, 0);
		str_add(line, frame->replaced
				      ? "; that file has been replaced: its build id differs)"
				      : ")");
	}
}

static void write_frame(const struct text *t, const struct report_frame *frame, unsigned int number)
{
	char buf[LINE_MAX_BYTES];
	struct str line;
	enum style style = frame->own ? STYLE_OWN : STYLE_DIM;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, frame->own ? "  > " : "    ");
	style_begin(t, &line, style);
	str_add_char(&line, '#');
	str_add_u64(&line, number);
	str_add_char(&line, ' ');
	if (frame->function != NULL) {
		str_add_printable(&line, frame->function, strlen(frame->function));
	} else {
		str_add(&line, "0x");
		str_add_hex(&line, frame->pc, 0);
	}
	add_place(&line, frame);
	if (frame->inlined)
		str_add(&line, " (inlined)");
	style_end(t, &line, style);
	write_line(t, &line);
}

static void write_source(const struct text *t, const struct report_frame *frame)
{
	char buf[LINE_MAX_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "          ");
	str_add_printable(&line, frame->source, strlen(frame->source));
	write_line(t, &line);
}

static void write_frames(const struct text *t, const struct report_stack *stack)
{
	unsigned int count = report_frames_shown(stack, t->verbose > 0), number = 0;
	bool source_shown = false;

	for (unsigned int i = 0; i < count; i++) {
		const struct report_frame *frame = &stack->frames[i];

		if (frame->folded && t->verbose == 0)
			continue;
		write_frame(t, frame, number++);
		if (frame->own && !source_shown && frame->file != NULL) {
			source_shown = true;
			if (frame->source != NULL)
				write_source(t, frame);
		}
	}
	if (count == 0)
		t->write(t->ctx, "    (no stack)\n", sizeof("    (no stack)\n") - 1);
}

static void add_thread(struct str *line, const struct report_stack *stack)
{
	if (stack->tid == 0)
		return;
	str_add(line, ", in thread ");
	str_add_u64(line, stack->tid);
	if (stack->thread != NULL) {
		str_add(line, " (");
		str_add_printable(line, stack->thread, strlen(stack->thread));
		str_add_char(line, ')');
	}
}

static void add_time(struct str *line, const struct report_finding *f,
		     const struct report_stack *stack)
{
	bool at_end = f->kind == KIND_LEAK && f->end != END_CHECK;
	const char *relation = at_end ? " before the end" : " before";

	if (stack->role == ROLE_AT || stack->ns == 0 || f->ns < stack->ns)
		return;
	/* Of a group of `exhausted`. */
	str_add(line, stack->count > 1 ? ", the oldest " : ", ");
	if (f->ns - stack->ns < CLOCK_TICK_NS)
		str_add(line, at_end ? "just" : "moments");
	else
		str_add_duration(line, f->ns - stack->ns);
	str_add(line, relation);
}

static void write_stack(const struct text *t, const struct report_finding *f,
			const struct report_stack *stack)
{
	char buf[512];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "  ");
	message_add_role(&line, f, stack);
	if (t->threads)
		add_thread(&line, stack);
	add_time(&line, f, stack);
	str_add_char(&line, ':');
	write_line(t, &line);
	write_frames(t, stack);
}

static void write_headline(const struct text *t, const struct report_finding *f)
{
	char buf[LINE_MAX_BYTES];
	struct str line;
	enum severity severity = kind_severity((int)f->kind);
	enum style style = severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "fdwarden: ");
	style_begin(t, &line, style);
	if (severity != SEVERITY_ERROR) {
		str_add(&line, severity_name(severity));
		str_add(&line, ": ");
	}
	message_add(&line, f);
	style_end(t, &line, style);
	if (f->count > 1 && f->kind != KIND_LEAK) {
		str_add(&line, " [");
		str_add_u64(&line, f->count);
		str_add(&line, " times]");
	}
	write_line(t, &line);
}

/* "DEDUP_TOKEN: save--main": what fuzzers tell findings apart by. */
static void write_dedup_token(const struct text *t, const struct report_stack *stack)
{
	unsigned int count = report_frames_shown(stack, t->verbose > 0), used = 0;
	char buf[LINE_MAX_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "DEDUP_TOKEN: ");
	for (unsigned int i = 0; i < count && used < t->dedup_frames; i++) {
		const struct report_frame *frame = &stack->frames[i];
		const char *name = frame->function;

		/* Without names the place in the module is as distinct. */
		if (name == NULL && frame->module != NULL)
			name = report_base_name(frame->module);
		if (name == NULL || frame->folded)
			continue;
		str_add(&line, used++ > 0 ? "--" : "");
		str_add_printable(&line, name, strlen(name));
		if (frame->function == NULL) {
			str_add(&line, "+0x");
			str_add_hex(&line, frame->offset, 0);
		}
	}
	if (used > 0)
		write_line(t, &line);
}

void text_finding(const struct text *t, const struct report_finding *f)
{
	write_headline(t, f);
	for (unsigned int i = 0; i < f->stack_count; i++)
		write_stack(t, f, &f->stacks[i]);
	if (t->dedup_frames > 0 && f->stack_count > 0)
		write_dedup_token(t, &f->stacks[0]);
	if (f->suppression != NULL)
		t->write(t->ctx, f->suppression, strlen(f->suppression));
	t->write(t->ctx, "\n", 1);
}

void text_process(const struct text *t, int pid, const char *exe, const char *ending)
{
	char buf[LINE_MAX_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "fdwarden: ");
	style_begin(t, &line, STYLE_HEAD);
	str_add(&line, "process ");
	str_add_i64(&line, pid);
	if (exe != NULL) {
		str_add(&line, " (");
		str_add_printable(&line, exe, strlen(exe));
		str_add_char(&line, ')');
	}
	if (ending != NULL) {
		str_add(&line, ", ");
		str_add(&line, ending);
	}
	str_add_char(&line, ':');
	style_end(t, &line, STYLE_HEAD);
	write_line(t, &line);
}

void text_blind(const struct text *t, const struct report_blind *b)
{
	char buf[LINE_MAX_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "fdwarden: blind spot: descriptor ");
	str_add_i64(&line, b->fd);
	str_add(&line, " (");
	if (b->path != NULL)
		str_add_printable(&line, b->path, strlen(b->path));
	else
		str_add(&line, b->object);
	str_add(&line, ") ");
	str_add(&line, blind_words(b->class));
	if (b->call != NULL) {
		str_add(&line, "; noticed at ");
		str_add(&line, b->call);
		str_add(&line, "()");
	}
	if (b->count > 1) {
		str_add(&line, "; ");
		str_add_u64(&line, b->count);
		str_add(&line, " times");
	}
	write_line(t, &line);
}

static void add_counted(struct str *line, uint32_t count, const char *what, const char *plural)
{
	str_add_u64(line, count);
	str_add_char(line, ' ');
	str_add(line, what);
	if (count != 1)
		str_add(line, plural);
}

/* ", 2 warnings (1 exhausted, 1 exec-leak)" */
static void add_severity(struct str *line, const struct text_summary *s, enum severity severity,
			 uint32_t count, bool first)
{
	const char *before = " (";

	if (!first)
		str_add(line, ", ");
	add_counted(line, count, severity_name(severity), "s");
	for (int kind = 0; kind < KINDS; kind++) {
		if (kind_severity(kind) != severity || s->by_kind[kind] == 0)
			continue;
		str_add(line, before);
		add_counted(line, s->by_kind[kind], kind_name(kind), "");
		before = ", ";
	}
	if (before[0] == ',')
		str_add_char(line, ')');
}

void text_more_leaks(const struct text *t, unsigned int count, unsigned int max_leaks)
{
	char buf[128];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "fdwarden: more leaks that are not shown: ");
	str_add_u64(&line, count);
	str_add(&line, " (max_leaks=");
	str_add_u64(&line, max_leaks);
	str_add_char(&line, ')');
	write_line(t, &line);
}

void text_summary(const struct text *t, const struct text_summary *s)
{
	char buf[512];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "fdwarden: ");
	if (s->errors > 0 || s->warnings + s->notes == 0)
		add_severity(&line, s, SEVERITY_ERROR, s->errors, true);
	if (s->warnings > 0)
		add_severity(&line, s, SEVERITY_WARNING, s->warnings, s->errors == 0);
	if (s->notes > 0)
		add_severity(&line, s, SEVERITY_NOTE, s->notes, s->errors + s->warnings == 0);
	if (s->suppressed > 0) {
		str_add(&line, ", ");
		str_add_u64(&line, s->suppressed);
		str_add(&line, " suppressed");
	}
	str_add(&line, " in ");
	add_counted(&line, s->processes, "process", "es");
	write_line(t, &line);
}
