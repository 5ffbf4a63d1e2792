/* The document as text, through the one renderer in src/report. */
#include "print.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "policy/kinds.h"
#include "policy/options.h"
#include "settings.h"

static void write_to_file(void *ctx, const char *bytes, size_t count)
{
	(void)fwrite(bytes, 1, count, ctx); /* ferror is asked at the end */
}

bool print_color_wanted(uint32_t mode, int fd)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (mode == COLOR_ALWAYS || mode == COLOR_NEVER)
		return mode == COLOR_ALWAYS;
	return isatty(fd) && (no_color == NULL || no_color[0] == '\0') &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}

static bool is_of(const struct process *p, int pid)
{
	return pid == PRINT_ALL || p->pid == pid;
}

static size_t shown_count(const struct process *p)
{
	size_t count = 0;

	for (size_t i = 0; i < p->finding_count; i++)
		count += p->findings[i].suppressed == NULL;
	return count;
}

struct print_style print_style_of(const struct settings *s, bool color)
{
	return (struct print_style){ .color = color,
				     .verbose = s->verbose,
				     .dedup_frames = s->options.dedup_token_length,
				     .max_leaks = s->options.max_leaks,
				     .suppressions = s->options.print_suppressions };
}

/* What found no room: a report that is silent about it would look complete. */
static uint64_t without_room(const struct process *p)
{
	return p->ledger.header->lost[LOST_MEMORY];
}

bool print_is_needed(const struct document *d, int pid, const struct print_style *style)
{
	if (style->verbose > 0 || style->suppressions)
		return true;
	for (size_t i = 0; i < d->count; i++)
		if (is_of(d->processes[i], pid) &&
		    (shown_count(d->processes[i]) > 0 || without_room(d->processes[i]) > 0))
			return true;
	return false;
}

/* What the last line says when it is about one pid only. */
static void summarize(const struct document *d, int pid, struct text_summary *s)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < d->count; i++) {
		const struct process *p = d->processes[i];

		if (!is_of(p, pid))
			continue;
		s->processes++;
		for (size_t k = 0; k < p->finding_count; k++) {
			enum severity severity = kind_severity((int)p->findings[k].kind);

			if (p->findings[k].suppressed != NULL) {
				s->suppressed++;
				continue;
			}
			s->by_kind[p->findings[k].kind]++;
			s->errors += severity == SEVERITY_ERROR;
			s->warnings += severity == SEVERITY_WARNING;
			s->notes += severity == SEVERITY_NOTE;
		}
	}
}

static void describe_ending(const struct process *p, char *text, size_t room)
{
	switch (p->ended) {
	case ENDED_EXIT:
		if (p->code < 0)
			(void)snprintf(text, room, "at its exit");
		else
			(void)snprintf(text, room, "exit status %d", p->code);
		return;
	case ENDED_SIGNAL:
		(void)snprintf(text, room, "ended by signal %d (SIG%s)", p->code,
			       sigabbrev_np(p->code) != NULL ? sigabbrev_np(p->code) : "?");
		return;
	case ENDED_EXEC:
		(void)snprintf(text, room, "until it started another program");
		return;
	case ENDED_RUNNING:
		(void)snprintf(text, room, "still running");
		return;
	case ENDED_UNKNOWN:
		(void)snprintf(text, room, "ended in a way that is not known");
		return;
	}
}

/* Why the stacks of a Python program have no Python frames. */
static void print_unknown_python(const struct text *text, uint32_t version)
{
	char line[128];
	int length;

	length = snprintf(line, sizeof(line),
			  "fdwarden: CPython %u.%u.%u: a version or build that is not known here; "
			  "only native frames\n",
			  version >> 24, version >> 16 & 0xff, version >> 8 & 0xff);
	text->write(text->ctx, line, (size_t)length);
}

/* Leaks are ranked: those that repeat first. */
static void print_findings(const struct text *text, const struct process *p, unsigned int max_leaks)
{
	unsigned int leaks = 0;

	for (size_t i = 0; i < p->finding_count; i++) {
		if (p->findings[i].suppressed != NULL)
			continue;
		leaks += p->findings[i].kind == KIND_LEAK;
		if (p->findings[i].kind != KIND_LEAK || max_leaks == 0 || leaks <= max_leaks)
			text_finding(text, &p->findings[i]);
	}
	if (max_leaks > 0 && leaks > max_leaks)
		text_more_leaks(text, leaks - max_leaks, max_leaks);
}

static void print_without_room(const struct text *text, uint64_t count)
{
	char line[160];
	int length;

	length = snprintf(line, sizeof(line),
			  "fdwarden: the ledger was full (ledger_max): %" PRIu64 " records found no "
			  "room, and what they were about is not reported\n", count);
	text->write(text->ctx, line, (size_t)length);
}

static void print_process(const struct text *text, const struct process *p, bool header,
			  unsigned int max_leaks)
{
	char ending[128] = "";

	if (shown_count(p) == 0 && without_room(p) == 0 &&
	    text->verbose < (p->blind_count > 0 ? 1 : 2))
		return;
	describe_ending(p, ending, sizeof(ending));
	if (header)
		text_process(text, p->pid, p->exe, ending);
	if (text->verbose > 0 && p->ledger.header->interpreter == INTERPRETER_UNKNOWN)
		print_unknown_python(text, p->ledger.header->interpreter_version);
	print_findings(text, p, max_leaks);
	if (without_room(p) > 0)
		print_without_room(text, without_room(p));
	for (size_t i = 0; i < p->blind_count && text->verbose > 0; i++)
		text_blind(text, &p->blinds[i]);
}

/* How many findings a suppression kept out. */
static size_t hits_of(const struct document *d, const char *name)
{
	size_t hits = 0;

	for (size_t i = 0; i < d->count; i++)
		for (size_t k = 0; k < d->processes[i]->finding_count; k++)
			hits += d->processes[i]->findings[k].suppressed == name;
	return hits;
}

struct printing_suppressions {
	const struct document *document;
	FILE *file;
	bool used, headed;
};

/* Of what ships with the tool, most never apply: that is nobody's mistake. */
static void print_suppression(void *ctx, const char *name, const char *source, bool shipped)
{
	struct printing_suppressions *p = ctx;
	size_t hits = hits_of(p->document, name);

	if (p->used ? hits == 0 : hits > 0 || shipped)
		return;
	if (!p->headed)
		(void)fprintf(p->file, "fdwarden: suppressions %s:\n",
			      p->used ? "used" : "never used");
	p->headed = true;
	if (p->used)
		(void)fprintf(p->file, "%8zu %s (%s)\n", hits, name, source);
	else
		(void)fprintf(p->file, "         %s (%s)\n", name, source);
}

static void print_suppressions(const struct document *d, FILE *file)
{
	struct printing_suppressions p = { d, file, true, false };

	suppressions_each(d->suppressions, print_suppression, &p);
	p.used = p.headed = false;
	suppressions_each(d->suppressions, print_suppression, &p);
}

/* print_suppressions alone does not make a clean run say so. */
static bool needs_summary(const struct text_summary *s, const struct print_style *style)
{
	return style->verbose > 0 || s->errors + s->warnings + s->notes > 0;
}

int print_document(const struct document *d, int pid, const struct print_style *style, FILE *file)
{
	struct text text = { .write = write_to_file,
			     .ctx = file,
			     .color = style->color,
			     .verbose = style->verbose,
			     .dedup_frames = style->dedup_frames };
	struct text_summary summary;
	int error = 0;

	if (!print_is_needed(d, pid, style))
		return 0;
	errno = 0;
	/* In large pieces: the program's descendants may write there, too. */
	if (file == stderr)
		(void)setvbuf(file, NULL, _IOFBF, BUFSIZ * 8);
	summarize(d, pid, &summary);
	for (size_t i = 0; i < d->count; i++) {
		text.threads = d->processes[i]->threads;
		if (is_of(d->processes[i], pid))
			print_process(&text, d->processes[i],
				      summary.processes > 1 || style->verbose > 0,
				      style->max_leaks);
	}
	if (needs_summary(&summary, style))
		text_summary(&text, &summary);
	if (style->suppressions)
		print_suppressions(d, file);
	if (fflush(file) != 0 || ferror(file))
		error = errno != 0 ? -errno : -EIO;
	if (file == stderr)
		(void)setvbuf(file, NULL, _IONBF, 0);
	return error;
}
