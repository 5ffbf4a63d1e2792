/* The document as text, through the one renderer in src/report. */
#include "print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "policy/kinds.h"
#include "policy/options.h"

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

bool print_is_needed(const struct document *d, int pid, const struct print_style *style)
{
	if (style->verbose > 0)
		return true;
	for (size_t i = 0; i < d->count; i++)
		if (is_of(d->processes[i], pid) && shown_count(d->processes[i]) > 0)
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

static void print_process(const struct text *text, const struct process *p, bool header)
{
	char ending[128] = "";

	if (shown_count(p) == 0 && text->verbose < (p->blind_count > 0 ? 1 : 2))
		return;
	describe_ending(p, ending, sizeof(ending));
	if (header)
		text_process(text, p->pid, p->exe, ending);
	if (text->verbose > 0 && p->ledger.header->interpreter == INTERPRETER_UNKNOWN)
		print_unknown_python(text, p->ledger.header->interpreter_version);
	for (size_t i = 0; i < p->finding_count; i++)
		if (p->findings[i].suppressed == NULL)
			text_finding(text, &p->findings[i]);
	for (size_t i = 0; i < p->blind_count && text->verbose > 0; i++)
		text_blind(text, &p->blinds[i]);
}

int print_document(const struct document *d, int pid, const struct print_style *style, FILE *file)
{
	struct text text = { .write = write_to_file,
			     .ctx = file,
			     .color = style->color,
			     .verbose = style->verbose };
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
				      summary.processes > 1 || style->verbose > 0);
	}
	text_summary(&text, &summary);
	if (fflush(file) != 0 || ferror(file))
		error = errno != 0 ? -errno : -EIO;
	if (file == stderr)
		(void)setvbuf(file, NULL, _IONBF, 0);
	return error;
}
