/* What the ledger says was found, and what its slots show to have leaked. */
#include "raw_finding.h"

#include <stdlib.h>
#include <string.h>

#include "heirs.h"
#include "model/ledger.h"
#include "policy/leak.h"

/* Descriptors with the stack that opened them: to be sorted into groups. */
struct held {
	int fd;
	const struct ledger_slot *slot;
};

struct held_list {
	struct held *all;
	size_t count;
	const struct heirs *heirs;
};

struct reading {
	struct raw_findings *found;
	struct process *process;
	const struct document *document;
};

static void add_stack(struct raw_finding *raw, enum stack_role role,
		      const struct ledger_event *event, uint32_t count)
{
	struct raw_stack *stack = &raw->stacks[raw->stack_count++];

	stack->role = role;
	stack->event = *event;
	stack->count = count;
}

static struct ledger_event opening(const struct ledger_slot *slot)
{
	return (struct ledger_event){ .stack = slot->open_stack,
				      .tid = slot->open_tid,
				      .ns = slot->open_ns,
				      .call = slot->open_call,
				      .present = 1 };
}

static void collect(void *ctx, int fd, const struct ledger_slot *slot)
{
	struct held_list *list = ctx;
	struct held *held;

	if (!leak_is_candidate(slot->word, (unsigned int)fd) ||
	    heirs_closed(list->heirs, fd, word_generation(slot->word)))
		return;
	held = grow(&list->all, &list->count, sizeof(*held));
	held->fd = fd;
	held->slot = slot;
}

static int by_stack(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	if (x->slot->open_stack != y->slot->open_stack)
		return x->slot->open_stack < y->slot->open_stack ? -1 : 1;
	return (x->fd > y->fd) - (x->fd < y->fd);
}

/* The members of the group that begins at `first`. */
static size_t group_size(const struct held_list *list, size_t first)
{
	size_t end = first;

	while (end < list->count &&
	       list->all[end].slot->open_stack == list->all[first].slot->open_stack)
		end++;
	return end - first;
}

static bool same_path(struct ledger_copy *l, const struct ledger_slot *a,
		      const struct ledger_slot *b)
{
	const void *x = ledger_bytes(l, a->path, a->path_bytes);
	const void *y = ledger_bytes(l, b->path, b->path_bytes);
	size_t x_bytes = x != NULL ? a->path_bytes : 0, y_bytes = y != NULL ? b->path_bytes : 0;

	return x_bytes == y_bytes && (x_bytes == 0 || memcmp(x, y, x_bytes) == 0);
}

static void add_leak(struct reading *r, const struct held *group, size_t count)
{
	struct raw_finding *raw = grow(&r->found->all, &r->found->count, sizeof(*raw));
	const struct ledger_slot *slot = group->slot;
	struct ledger_event event = opening(slot);

	raw->kind = KIND_LEAK;
	raw->count = (uint32_t)count;
	raw->fd = group->fd;
	raw->generation = word_generation(slot->word);
	raw->object = word_object(slot->word);
	raw->flags = word_flags(slot->word);
	raw->path = ledger_bytes(&r->process->ledger, slot->path, slot->path_bytes);
	raw->path_bytes = raw->path != NULL ? slot->path_bytes : 0;
	raw->owner = slot->owner;
	raw->ns = r->process->ledger.header->end_ns;
	for (size_t i = 0; i < count; i++) {
		*(int *)grow(&raw->fds, &raw->fd_count, sizeof(int)) = group[i].fd;
		raw->seconds += (word_flags(group[i].slot->word) & SLOT_SECOND) != 0;
		raw->is_mixed |= !same_path(&r->process->ledger, slot, group[i].slot);
	}
	add_stack(raw, ROLE_OPENED, &event, 0);
}

static void read_leaks(struct reading *r)
{
	struct heirs heirs;
	struct held_list list = { NULL, 0, &heirs };
	size_t size;

	heirs_find(&heirs, r->document, r->process);
	ledger_each_slot(&r->process->ledger, collect, &list);
	if (list.count > 1)
		qsort(list.all, list.count, sizeof(*list.all), by_stack);
	for (size_t i = 0; i < list.count; i += size) {
		size = group_size(&list, i);
		add_leak(r, &list.all[i], size);
	}
	free(list.all);
	heirs_free(&heirs);
}

/* Who held the descriptors when a call found none left: the largest groups. */
static void add_holders(struct reading *r, struct raw_finding *raw, const struct ledger_finding *f)
{
	const struct ledger_group *groups;
	uint32_t count = f->group_count < RAW_GROUPS_MAX ? f->group_count : RAW_GROUPS_MAX;

	groups = count > 0 ? ledger_bytes(&r->process->ledger, f->groups, count * sizeof(*groups))
			   : NULL;
	for (uint32_t i = 0; groups != NULL && i < count; i++)
		add_stack(raw, ROLE_OPENED, &groups[i].opened, groups[i].count);
}

/* The order in which stacks are shown: what happened, then what led to it. */
static const enum stack_role shown_order[] = { ROLE_AT, ROLE_CLOSED, ROLE_OWNED, ROLE_OPENED,
					       ROLE_REOPENED };

static void read_finding(void *ctx, const struct ledger_finding *f)
{
	struct reading *r = ctx;
	struct raw_finding *raw;

	if (f->kind == KIND_LEAK && (r->process->ledger.header->checks >> KIND_LEAK & 1) == 0)
		return;
	raw = grow(&r->found->all, &r->found->count, sizeof(*raw));
	raw->kind = (enum finding_kind)f->kind;
	raw->count = f->count;
	raw->fd = f->fd;
	raw->generation = f->generation;
	raw->error = f->error;
	raw->object = (enum object_type)f->object;
	raw->flags = f->flags;
	raw->path = f->path;
	raw->path_bytes = f->path_bytes;
	raw->owner = f->owner;
	raw->ns = f->ns;
	for (unsigned int i = 0; i < f->fd_count; i++)
		*(int *)grow(&raw->fds, &raw->fd_count, sizeof(int)) = f->fds[i];
	if (raw->fd_count == 0)
		*(int *)grow(&raw->fds, &raw->fd_count, sizeof(int)) = f->fd;
	for (size_t i = 0; i < array_size(shown_order); i++) {
		const struct ledger_event *event = &f->events[shown_order[i]];

		if (event->stack != 0 || event->present != 0)
			add_stack(raw, shown_order[i], event, 0);
	}
	if (raw->kind == KIND_EXHAUSTED)
		add_holders(r, raw, f);
}

void raw_findings_read(struct raw_findings *found, const struct document *d, struct process *p)
{
	struct reading r = { found, p, d };
	const struct ledger_header *h = p->ledger.header;
	enum process_end how = p->ended == ENDED_EXEC ? END_EXEC : END_UNKNOWN;

	if (ledger_each_finding(&p->ledger, read_finding, &r) != 0)
		out_of_memory();
	if (leak_is_due(how, h->checks, p->ended == ENDED_RUNNING))
		read_leaks(&r);
}

void raw_findings_free(struct raw_findings *found)
{
	for (size_t i = 0; i < found->count; i++)
		free(found->all[i].fds);
	free(found->all);
}
