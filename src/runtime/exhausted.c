/*
 * `exhausted`: a call failed for lack of descriptors, and giving back the
 * quarantine did not help. Who holds them is written down then and there, by
 * opening stack: the program may close them all before it ends.
 */
#include <errno.h>

#include "runtime/runtime.h"

#define GROUPS_SEEN 256	/* told apart; what opens more places is in none */

struct seen {
	const struct ledger_slot *oldest;
	uint32_t count;
};

static unsigned int gather(struct seen seen[GROUPS_SEEN])
{
	struct ledger_slot *slot;
	unsigned int n = 0, i;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (word_state(load_acquire(&slot->word)) != SLOT_OPEN || !slot->open_stack)
			continue;
		for (i = 0; i < n && seen[i].oldest->open_stack != slot->open_stack; i++)
			;
		if (i == GROUPS_SEEN)
			continue;
		if (i == n)
			seen[n++] = (struct seen){ slot, 0 };
		seen[i].count++;
		if (slot->open_ns < seen[i].oldest->open_ns)
			seen[i].oldest = slot;
	}
	return n;
}

/* The largest of what was gathered goes to the front. */
static void largest_first(struct seen *seen, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		if (seen[i].count > seen[0].count) {
			struct seen first = seen[0];

			seen[0] = seen[i];
			seen[i] = first;
		}
	}
}

static uint32_t keep_groups(uint32_t *count)
{
	/* Not on the stack, which may be a signal handler's; once a process. */
	static struct seen seen[GROUPS_SEEN] large_bss;
	unsigned int n = gather(seen);
	unsigned int kept = n < FINDING_GROUPS_MAX ? n : FINDING_GROUPS_MAX;
	uint32_t at = kept ? ledger_take(&runtime.ledger, kept * sizeof(struct ledger_group)) : 0;
	struct ledger_group *group = ledger_at(&runtime.ledger, at);

	if (!at)
		return 0;
	for (unsigned int i = 0; i < kept; i++) {
		largest_first(seen + i, n - i);
		group[i].opened = event_opened(seen[i].oldest);
		group[i].count = seen[i].count;
	}
	*count = kept;
	return at;
}

void exhausted_found(const struct call *call)
{
	struct ledger_event events[ROLES] = { { 0 } };
	struct ledger_finding *f;
	int error = errno;
	uint32_t at, groups, count = 0;

	if (!runtime_checks(KIND_EXHAUSTED) || exchange_acq_rel(&runtime.exhausted, 1) == 1)
		return;
	events[ROLE_AT] = capture_event(call);
	at = finding_make(KIND_EXHAUSTED, -1, NULL, 0, events);
	f = ledger_at(&runtime.ledger, at);
	if (!f)
		return;
	f->error = error;
	reconcile_quickly(call->id);
	groups = keep_groups(&count);
	f->group_count = groups ? count : 0;
	store_release(&f->groups, groups);
}
