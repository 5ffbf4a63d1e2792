/* Who goes on where a process ended. */
#include "heirs.h"

#include <stdlib.h>

#include "model/ledger.h"

#define GENERATIONS_MAX 4 /* daemons fork once or twice */

/* Did `parent` fork it, and open nothing from then on? Its ledger may begin after its parent's end. */
static bool goes_on_for(const struct process *child, const struct process *parent)
{
	const struct ledger_header *c = child->ledger.header, *p = parent->ledger.header;

	return child != parent && c->forked && child->ppid == parent->pid &&
	       child->start_ns >= parent->start_ns && c->forked_after == p->opens &&
	       parent->ended == ENDED_EXIT;
}

/* One that became another program does not go on for it. */
static bool outlived(const struct process *child, const struct process *p)
{
	return child->ended == ENDED_RUNNING ||
	       (child->ended != ENDED_EXEC &&
		child->ledger.header->end_ns > p->ledger.header->end_ns);
}

static void add(struct heirs *heirs, const struct document *d, const struct process *of,
		const struct process *p, unsigned int generations)
{
	for (size_t i = 0; i < d->count && generations > 0; i++) {
		struct process *child = d->processes[i];

		if (!goes_on_for(child, p))
			continue;
		if (outlived(child, of))
			*(struct process **)grow(&heirs->all, &heirs->count,
						 sizeof(*heirs->all)) = child;
		add(heirs, d, of, child, generations - 1);
	}
}

void heirs_find(struct heirs *heirs, const struct document *d, const struct process *p)
{
	*heirs = (struct heirs){ NULL, 0 };
	add(heirs, d, p, p, GENERATIONS_MAX);
}

void heirs_free(struct heirs *heirs)
{
	free(heirs->all);
}

struct question {
	int fd;
	uint32_t generation;
	bool closed;
};

/* A later generation: it was closed before. */
static void look(void *ctx, int fd, const struct ledger_slot *slot)
{
	struct question *q = ctx;

	if (fd == q->fd)
		q->closed = word_generation(slot->word) != q->generation ||
			    word_state(slot->word) != SLOT_OPEN;
}

bool heirs_closed(const struct heirs *heirs, int fd, uint32_t generation)
{
	struct question q = { .fd = fd, .generation = generation };

	for (size_t i = 0; i < heirs->count && !q.closed; i++)
		ledger_each_slot(&heirs->all[i]->ledger, look, &q);
	return q.closed;
}
