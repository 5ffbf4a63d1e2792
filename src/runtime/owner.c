/*
 * Owners: a FILE or a DIR that has taken a descriptor, and what becomes of it
 * when the descriptor is closed behind its back.
 *
 * The owner then still holds the number and will close it one day, whoever has
 * it by then. So it is remembered as an orphan, with the history of the
 * generation it meant; its own close finds it here.
 */
#include "runtime/runtime.h"

#define ORPHANS 64

static struct orphan orphans[ORPHANS];
static unsigned int orphan_next;
static int orphan_count;	/* entries in use: 0 spares every fopen the walk */

static void orphan_add(const struct orphan *orphan)
{
	struct orphan *place = &orphans[add_relaxed(&orphan_next, 1) % ORPHANS];

	/* A full list forgets its oldest: then the close of that owner is
	 * judged by the slot alone. */
	if (exchange_acq_rel(&place->owner, 0) == 0)
		(void)add_relaxed(&orphan_count, 1);
	place->fd = orphan->fd;
	place->generation = orphan->generation;
	place->opened = orphan->opened;
	place->closed = orphan->closed;
	store_release(&place->owner, orphan->owner);
}

bool orphan_take(uint64_t owner, struct orphan *out)
{
	if (likely(load_relaxed(&orphan_count) == 0) || !owner)
		return false;
	for (unsigned int i = 0; i < ORPHANS; i++) {
		uint64_t expected = owner;

		if (load_acquire(&orphans[i].owner) != owner)
			continue;
		*out = orphans[i];
		if (cas_acq_rel(&orphans[i].owner, &expected, 0)) {
			(void)sub_relaxed(&orphan_count, 1);
			return true;
		}
	}
	return false;
}

void orphan_forget(uint64_t owner)
{
	struct orphan orphan;

	while (orphan_take(owner, &orphan))
		;
}

void owner_check(const struct call *call, int fd, struct ledger_slot *slot, uint64_t word,
		 uint64_t owner, enum owner_loss how)
{
	struct ledger_event events[ROLES] = { { 0 } };
	uint64_t now = load_acquire(&slot->owner);
	uint32_t finding;

	if (likely(now == 0 || now == owner))
		return;
	events[ROLE_AT] = capture_event(call);
	events[ROLE_OPENED] = event_opened(slot);
	events[ROLE_OWNED] = events[ROLE_OPENED];
	events[ROLE_OWNED].stack = slot->owner_stack;
	events[ROLE_OWNED].call = slot->owner_call;
	events[ROLE_OWNED].present = 1;
	finding = finding_make(KIND_OWNER_MISMATCH, fd, slot, word, events);
	run_note_finding(finding);
	store_release(&slot->owner, 0);
	if (how == OWNER_REPLACED)
		return;
	orphan_add(&(struct orphan){
		.owner = now,
		.fd = fd,
		.generation = word_generation(word),
		.opened = events[ROLE_OPENED],
		.closed = events[ROLE_AT],
	});
}
