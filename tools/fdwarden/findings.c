/* One process's findings: raw ones get names, equal ones become one. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "identity.h"
#include "policy/kinds.h"
#include "policy/leak.h"
#include "policy/options.h"
#include "python_closer.h"
#include "raw_finding.h"
#include "report/message.h"
#include "stacks.h"

/* A finding while others may still be merged into it. */
struct building {
	struct report_finding finding;
	struct identity_key key;
	uint32_t seconds; /* as in struct raw_finding */
	int *fds;
	size_t fd_count;
};

static void add_fds(struct building *to, const struct raw_finding *from)
{
	for (size_t i = 0; i < from->fd_count; i++) {
		bool known = false;

		/* A leaked number stands in one group only. */
		for (size_t k = 0; from->kind != KIND_LEAK && k < to->fd_count; k++)
			known |= to->fds[k] == from->fds[i];
		if (!known)
			*(int *)grow(&to->fds, &to->fd_count, sizeof(int)) = from->fds[i];
	}
}

static void make_stacks(struct document *d, struct process *p, const struct raw_finding *raw,
			enum frame_detail detail, struct report_finding *f)
{
	struct report_stack *stacks = pool_take(&d->pool, raw->stack_count * sizeof(*stacks));

	for (unsigned int i = 0; i < raw->stack_count; i++) {
		stacks_make(d, p, &raw->stacks[i], detail, &stacks[i]);
		p->threads |= stacks[i].tid != 0 && stacks[i].tid != (uint32_t)p->pid;
	}
	f->stacks = stacks;
	f->stack_count = raw->stack_count;
}

/*
 * Is it suppressed by what is cheap to know? Debug information, which may have
 * to be inflated first, is for what is shown.
 */
static const char *suppressed_early(struct document *d, struct process *p,
				    const struct raw_finding *raw, struct report_finding *f)
{
	const char *name;

	for (unsigned int i = 0; i < raw->stack_count; i++)
		if (stack_is_interpreted(p, &raw->stacks[i]))
			return NULL;
	make_stacks(d, p, raw, FRAMES_MODULES, f);
	name = suppressions_match(d->suppressions, f, FRAMES_MODULES);
	if (name != NULL || !suppressions_might_match(d->suppressions, f))
		return name;
	make_stacks(d, p, raw, FRAMES_SYMBOLS, f);
	return suppressions_match(d->suppressions, f, FRAMES_SYMBOLS);
}

static void build(struct document *d, struct process *p, const struct raw_finding *raw,
		  struct building *b)
{
	struct report_finding *f = &b->finding;

	memset(b, 0, sizeof(*b));
	f->kind = raw->kind;
	f->count = raw->count;
	f->fd = raw->fd;
	f->generation = raw->generation;
	f->error = raw->error;
	f->ns = raw->ns;
	f->owner = owner_name(raw->owner);
	f->owner_value = raw->owner & OWNER_VALUE_MASK;
	f->end = p->ledger.header->end_how == END_CHECK ? END_CHECK
		 : p->ended == ENDED_EXIT   ? END_EXIT
		 : p->ended == ENDED_SIGNAL ? END_SIGNAL
					    : END_UNKNOWN;
	f->end_code = p->code;
	describe_object(&d->pool, p, raw, f);
	f->is_mixed = raw->is_mixed;
	f->suppressed = suppressed_early(d, p, raw, f);
	if (f->suppressed == NULL || d->in_full)
		make_stacks(d, p, raw, FRAMES_FULL, f);
	b->seconds = raw->seconds;
	b->key = identity_key(f);
}

/* Buildings by key: their number from 1 on; 0 where nobody is. Always half empty. */
struct index {
	uint32_t *places;
	size_t mask;
};

static struct index index_start(struct document *d, size_t most)
{
	size_t room = 16;

	while (room < 2 * most)
		room *= 2;
	return (struct index){ pool_take(&d->pool, room * sizeof(uint32_t)), room - 1 };
}

/* Where the building with that key is, or belongs. */
static uint32_t *index_place(const struct index *by_key, const struct building *all,
			     const struct identity_key *key)
{
	size_t at = key->words[0] & by_key->mask;

	for (; by_key->places[at] != 0; at = (at + 1) & by_key->mask) {
		const struct identity_key *other = &all[by_key->places[at] - 1].key;

		if (other->words[0] == key->words[0] && other->words[1] == key->words[1])
			break;
	}
	return &by_key->places[at];
}

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint32_t occurrences(const struct building *b)
{
	return leak_occurrences(b->finding.count - b->seconds, b->seconds);
}

/* Errors that happened, leaks that repeat, single leaks, warnings, notes. */
static int rank(const struct building *b)
{
	const struct report_finding *f = &b->finding;

	if (f->kind == KIND_LEAK)
		return occurrences(b) >= 2 ? 1 : 2;
	return kind_severity((int)f->kind) == SEVERITY_ERROR ? 0
							     : 3 + (int)kind_severity((int)f->kind);
}

static int by_rank(const void *a, const void *b)
{
	const struct report_finding *x = &((const struct building *)a)->finding;
	const struct report_finding *y = &((const struct building *)b)->finding;

	int by = rank(a) - rank(b);

	if (by != 0)
		return by;
	if (x->kind == KIND_LEAK && x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->kind != KIND_LEAK && x->ns != y->ns)
		return x->ns < y->ns ? -1 : 1;
	return (x->fd > y->fd) - (x->fd < y->fd);
}

/* What only those findings need that are shown. */
static void complete(struct document *d, struct building *b)
{
	struct report_finding *f = &b->finding;
	int *fds = pool_take(&d->pool, (b->fd_count + 1) * sizeof(*fds));

	if (b->fd_count > 0)
		memcpy(fds, b->fds, b->fd_count * sizeof(*fds));
	if (f->kind == KIND_LEAK)
		qsort(fds, b->fd_count, sizeof(*fds), by_number);
	f->fds = fds;
	f->fd_count = (unsigned int)b->fd_count;
	f->id = identity_id(&d->pool, f);
	if (report_stack_of(f, ROLE_CLOSED) != NULL)
		f->closer = python_closer(&d->pool, d->symbols, report_stack_of(f, ROLE_CLOSED),
					  f->object);
	if (f->suppressed == NULL)
		f->suppressed = suppressions_match(d->suppressions, f, FRAMES_FULL);
	if (d->gen_suppressions)
		f->suppression = suppressions_generate(&d->pool, f);
}

static uint32_t leak_mode(const struct document *d, const struct process *p)
{
	return d->leaks != LEAKS_AS_RECORDED ? d->leaks : p->ledger.header->leaks;
}

static bool is_wanted(const struct document *d, const struct process *p, const struct building *b)
{
	return b->finding.kind != KIND_LEAK || leak_counts(leak_mode(d, p), occurrences(b));
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool is_other_object(struct document *d, struct process *p, const struct raw_finding *raw,
			    const struct report_finding *f)
{
	struct report_finding other = { .object = NULL };

	describe_object(&d->pool, p, raw, &other);
	return !same_text(other.path, f->path) || !same_text(other.detail, f->detail);
}

void findings_make(struct document *d, struct process *p)
{
	struct raw_findings raw = { NULL, 0 };
	struct building *all = NULL;
	struct index by_key;
	size_t count = 0;

	raw_findings_read(&raw, d, p);
	by_key = index_start(d, raw.count);
	for (size_t i = 0; i < raw.count; i++) {
		struct building made, *same;
		uint32_t *place;

		if (raw.all[i].kind == KIND_LEAK && leak_mode(d, p) == LEAKS_NONE)
			continue; /* names cost, and nobody would see them */
		build(d, p, &raw.all[i], &made);
		place = index_place(&by_key, all, &made.key);
		if (*place != 0) {
			same = &all[*place - 1];
			same->finding.count += made.finding.count;
			same->seconds += made.seconds;
			same->finding.is_mixed |=
				is_other_object(d, p, &raw.all[i], &same->finding);
		} else {
			same = grow(&all, &count, sizeof(*all));
			*same = made;
			*place = (uint32_t)count;
		}
		add_fds(same, &raw.all[i]);
	}
	if (count > 1)
		qsort(all, count, sizeof(*all), by_rank);
	p->findings = pool_take(&d->pool, count * sizeof(*p->findings));
	for (size_t i = 0; i < count; i++) {
		if (is_wanted(d, p, &all[i])) {
			complete(d, &all[i]);
			p->findings[p->finding_count++] = all[i].finding;
		}
		free(all[i].fds);
	}
	free(all);
	raw_findings_free(&raw);
}
