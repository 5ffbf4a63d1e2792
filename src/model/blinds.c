/* The blind spots of one process. */
#include "model/blinds.h"

#include <string.h>

static bool named_as(const struct ledger_blind *b, const struct blind_new *new)
{
	return b->path_bytes == new->path_bytes &&
	       (!new->path_bytes || memcmp(b->path, new->path, new->path_bytes) == 0);
}

/* With `new`: one that was taken back is used again if it had that name. */
static struct ledger_blind *find(const struct ledger *ledger, int fd, enum blind_class class,
				 const struct blind_new *new)
{
	uint32_t at = load_acquire(&ledger->header->blinds);

	while (at) {
		struct ledger_blind *b = ledger_at(ledger, at);

		if (b->fd == fd && b->class == class &&
		    (load_relaxed(&b->count) > 0 || (new && named_as(b, new))))
			return b;
		at = b->next;
	}
	return NULL;
}

void blinds_add(struct ledger *ledger, const struct blind_new *new)
{
	struct ledger_blind *b = find(ledger, new->fd, new->class, new);
	uint32_t first, at;

	if (b) {
		(void)add_relaxed(&b->count, 1);
		return;
	}
	if (add_relaxed(&ledger->header->blind_count, 1) >= BLINDS_MAX)
		return;
	at = ledger_take(ledger, sizeof(*b) + new->path_bytes);
	b = ledger_at(ledger, at);
	if (!at)
		return;
	b->fd = new->fd;
	b->count = 1;
	b->class = (uint16_t)new->class;
	b->object = (uint16_t)new->object;
	b->call = new->call;
	b->ns = new->ns;
	if (new->path_bytes)
		memcpy(b->path, new->path, new->path_bytes);
	b->path_bytes = (uint16_t)new->path_bytes;
	first = load_acquire(&ledger->header->blinds);
	do
		b->next = first;
	while (!cas_acq_rel(&ledger->header->blinds, &first, at));
}

void blinds_take_back(struct ledger *ledger, int fd, enum blind_class class)
{
	struct ledger_blind *b = find(ledger, fd, class, NULL);
	uint32_t count = b ? load_relaxed(&b->count) : 0;

	while (count > 0 && !cas_acq_rel(&b->count, &count, count - 1))
		;
}
