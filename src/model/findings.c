/* The findings of one process. */
#include "model/findings.h"

#include <string.h>

static bool same(const struct ledger_finding *f, const struct finding_new *new)
{
	if (f->kind != new->kind)
		return false;
	for (int i = 0; i < ROLES; i++) {
		if (f->events[i].stack != new->events[i].stack ||
		    f->events[i].call != new->events[i].call)
			return false;
	}
	return true;
}

static struct ledger_finding *find(const struct ledger *ledger, const struct finding_new *new,
				   uint32_t *at)
{
	struct ledger_finding *f;

	for (*at = load_acquire(&ledger->header->findings); *at; *at = f->next) {
		f = ledger_at(ledger, *at);
		if (same(f, new))
			return f;
	}
	return NULL;
}

static void note_fd(struct ledger_finding *f, int fd)
{
	uint16_t n = load_relaxed(&f->fd_count);

	for (uint16_t i = 0; i < n && i < FINDING_FDS_MAX; i++) {
		if (f->fds[i] == fd)
			return;
	}
	if (n < FINDING_FDS_MAX) {
		f->fds[n] = fd;
		store_release(&f->fd_count, n + 1);
	}
}

static uint32_t enter(struct ledger *ledger, const struct finding_new *new)
{
	uint32_t first = load_acquire(&ledger->header->findings);
	uint32_t at = ledger_take(ledger, sizeof(struct ledger_finding) + new->path_bytes + 1);
	struct ledger_finding *f;

	if (!at)
		return 0;
	f = ledger_at(ledger, at);
	f->kind = (uint16_t)new->kind;
	f->object = (uint16_t)new->object;
	f->flags = (uint16_t)new->flags;
	f->count = 1;
	f->fd = new->fd;
	f->generation = new->generation;
	f->error = new->error;
	f->ns = new->ns;
	f->owner = new->owner;
	memcpy(f->events, new->events, sizeof(f->events));
	if (new->path_bytes)
		memcpy(f->path, new->path, new->path_bytes);
	f->path_bytes = (uint16_t)new->path_bytes;
	note_fd(f, new->fd);
	store_release(&f->state, FINDING_VALID);
	do
		f->next = first;
	while (!cas_acq_rel(&ledger->header->findings, &first, at));
	return at;
}

uint32_t findings_add(struct ledger *ledger, const struct finding_new *new)
{
	struct ledger_finding *f;
	uint32_t at;

	f = find(ledger, new, &at);
	if (f) {
		note_fd(f, new->fd);
		/* A retracted one has count 0 and begins anew. */
		(void)add_relaxed(&f->count, 1);
		store_release(&f->state, FINDING_VALID);
		return at;
	}
	if (add_relaxed(&ledger->header->finding_count, 1) >= FINDINGS_MAX) {
		ledger_lost(ledger, LOST_MEMORY);
		return 0;
	}
	return enter(ledger, new);
}

void findings_retract(struct ledger *ledger, uint32_t finding)
{
	struct ledger_finding *f = ledger_at(ledger, finding);
	uint32_t count = f ? load_relaxed(&f->count) : 0;

	while (count > 0 && !cas_acq_rel(&f->count, &count, count - 1))
		;
	if (count == 1)
		store_release(&f->state, FINDING_RETRACTED);
}

void findings_put_aside(struct ledger *ledger, enum finding_kind kind)
{
	uint32_t at = load_acquire(&ledger->header->findings);
	struct ledger_finding *f;

	for (; at; at = f->next) {
		uint32_t valid = FINDING_VALID;

		f = ledger_at(ledger, at);
		if (f->kind == kind)
			(void)cas_acq_rel(&f->state, &valid, (uint32_t)FINDING_ASIDE);
	}
}

void findings_bring_back(struct ledger *ledger)
{
	uint32_t at = load_acquire(&ledger->header->findings);
	struct ledger_finding *f;

	for (; at; at = f->next) {
		uint32_t aside = FINDING_ASIDE;

		f = ledger_at(ledger, at);
		(void)cas_acq_rel(&f->state, &aside, (uint32_t)FINDING_VALID);
	}
}
