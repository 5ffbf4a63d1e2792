/* The document: ledgers in, processes with their findings out. */
#include "document.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "findings.h"
#include "policy/kinds.h"
#include "report/message.h"

void document_start(struct document *d)
{
	memset(d, 0, sizeof(*d));
	d->leaks = LEAKS_AS_RECORDED;
}

void document_free(struct document *d)
{
	for (size_t i = 0; i < d->count; i++)
		ledger_copy_free(&d->processes[i]->ledger);
	free(d->processes);
	symbols_free(d->symbols);
	pool_free(&d->pool);
}

const char *ended_name(enum ended ended)
{
	static const char *const names[] = { "exit", "signal", "exec", "running", "unknown" };

	return names[ended];
}

/* A text of the header, which must not be longer than anything sensible. */
static const char *header_text(struct document *d, struct ledger_copy *l, uint32_t offset,
			       uint32_t bytes)
{
	const char *text = bytes <= PATH_MAX ? ledger_bytes(l, offset, bytes) : NULL;

	return text != NULL && bytes > 0 ? pool_text(&d->pool, text, strnlen(text, bytes)) : NULL;
}

static void read_args(struct document *d, struct process *p)
{
	const struct ledger_header *h = p->ledger.header;
	const char *text = ledger_bytes(&p->ledger, h->args, h->args_bytes);
	size_t count = 0, at = 0;

	if (text == NULL)
		return;
	for (size_t i = 0; i < h->args_bytes; i++)
		count += text[i] == '\0' || i + 1 == h->args_bytes;
	p->args = pool_take(&d->pool, count * sizeof(*p->args));
	while (p->arg_count < count) {
		size_t bytes = strnlen(text + at, h->args_bytes - at);

		p->args[p->arg_count++] = pool_text(&d->pool, text + at, bytes);
		at += bytes + 1;
	}
}

/* What the ledger says of the end; the caller may know better (cmd_run.c). */
static void read_ending(struct process *p)
{
	const struct ledger_header *h = p->ledger.header;

	p->code = h->end_code;
	switch (h->end_how) {
	case END_EXIT:
		p->ended = ENDED_EXIT;
		return;
	case END_SIGNAL:
		p->ended = ENDED_SIGNAL;
		return;
	case END_EXEC:
		p->ended = ENDED_EXEC;
		return;
	default:
		p->ended = ENDED_UNKNOWN;
		p->code = -1;
	}
}

/* What the program defines as fdw_default_suppressions; its children have the same. */
static void read_suppressions(struct document *d, struct process *p)
{
	const struct ledger_header *h = p->ledger.header;
	const char *bytes = ledger_bytes(&p->ledger, h->suppressions, h->suppressions_bytes);
	char error[512] = "";
	const char *text;

	if (bytes == NULL || h->suppressions_bytes == 0 || d->suppressions == NULL)
		return;
	text = pool_text(&d->pool, bytes, h->suppressions_bytes);
	if (d->own_suppressions != NULL && strcmp(d->own_suppressions, text) == 0)
		return;
	d->own_suppressions = text;
	if (!suppressions_parse(d->suppressions, text, strlen(text), "fdw_default_suppressions",
				error, sizeof(error)))
		complain("%s", error);
}

static struct process *add_process(struct document *d, const struct ledger_copy *ledger,
				   const char *name)
{
	struct process *p = pool_take(&d->pool, sizeof(*p));
	const struct ledger_header *h = ledger->header;

	p->ledger = *ledger;
	p->file = name;
	p->pid = h->pid;
	p->ppid = h->ppid;
	p->image = h->image;
	p->start_ns = h->start_ns;
	p->exe = header_text(d, &p->ledger, h->exe, h->exe_bytes);
	for (size_t i = 0; i < LOSTS; i++)
		p->lost += h->lost[i];
	read_args(d, p);
	read_suppressions(d, p);
	read_ending(p);
	*(struct process **)grow(&d->processes, &d->count, sizeof(*d->processes)) = p;
	return p;
}

struct process *document_add(struct document *d, int fd, const char *name)
{
	struct ledger_copy ledger;
	const char *why = NULL;

	switch (ledger_copy_read(&ledger, fd, &why)) {
	case LEDGER_READ:
		return add_process(d, &ledger, name);
	case LEDGER_UNREADABLE:
		complain("cannot read the ledger \"%s\": %s", name, why);
		d->unreadable = true;
		return NULL;
	case LEDGER_UNUSED:
		break;
	}
	return NULL;
}

/* ---- Blind spots ------------------------------------------------------- */

struct blind_walk {
	struct document *d;
	struct process *p;
};

static void count_blind(void *ctx, const struct ledger_blind *b)
{
	(void)b;
	++*(size_t *)ctx;
}

/* They come newest first: the array is filled from its end. */
static void read_blind(void *ctx, const struct ledger_blind *b)
{
	struct blind_walk *walk = ctx;
	struct process *p = walk->p;
	struct report_blind *to = &p->blinds[--p->blind_count];

	to->fd = b->fd;
	to->class = b->class;
	to->count = b->count;
	to->object = object_name(b->object);
	to->path = b->path_bytes > 0 ? pool_text(&walk->d->pool, b->path,
						 strnlen(b->path, b->path_bytes))
				     : NULL;
	to->call = b->call != NO_CALL ? ledger_call(&p->ledger, b->call) : NULL;
	to->ns = b->ns;
}

static void read_blinds(struct document *d, struct process *p)
{
	struct blind_walk walk = { d, p };
	size_t count = 0;

	ledger_each_blind(&p->ledger, count_blind, &count);
	if (count == 0)
		return;
	p->blinds = pool_take(&d->pool, count * sizeof(*p->blinds));
	p->blind_count = count;
	ledger_each_blind(&p->ledger, read_blind, &walk);
	p->blind_count = count;
}

static int by_start(const void *a, const void *b)
{
	const struct process *x = *(struct process *const *)a;
	const struct process *y = *(struct process *const *)b;

	if (x->pid == y->pid && x->image != y->image)
		return x->image < y->image ? -1 : 1;
	if (x->start_ns != y->start_ns)
		return x->start_ns < y->start_ns ? -1 : 1;
	return (x->pid > y->pid) - (x->pid < y->pid);
}

static void count_finding(struct text_summary *s, const struct report_finding *f)
{
	if (f->suppressed != NULL) {
		s->suppressed++;
		return;
	}
	s->by_kind[f->kind]++;
	switch (kind_severity((int)f->kind)) {
	case SEVERITY_ERROR:
		s->errors++;
		return;
	case SEVERITY_WARNING:
		s->warnings++;
		return;
	default:
		s->notes++;
	}
}

void document_finish(struct document *d)
{
	if (d->count > 1)
		qsort(d->processes, d->count, sizeof(struct process *), by_start);
	d->summary.processes = (uint32_t)d->count;
	for (size_t i = 0; i < d->count; i++) {
		struct process *p = d->processes[i];

		findings_make(d, p);
		read_blinds(d, p);
		for (size_t k = 0; k < p->finding_count; k++)
			count_finding(&d->summary, &p->findings[k]);
		if (p->ledger.damaged != NULL)
			complain("the ledger \"%s\" is damaged: %s; what can be read of it is used",
				 p->file, p->ledger.damaged);
	}
}
