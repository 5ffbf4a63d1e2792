/*
 * Owners: a FILE or a DIR that has taken a descriptor, and what becomes of it
 * when the descriptor is closed behind its back.
 *
 * The owner then still holds the number and will close it one day, whoever has
 * it by then. So it is remembered as an orphan, with the history of the
 * generation it meant; its own close finds it here.
 */
#include <errno.h>
#include <fcntl.h>

#include "base/sys.h"
#include "runtime/hold.h"
#include "runtime/runtime.h"

#define ORPHANS 64

static struct orphan orphans[ORPHANS] large_bss;
static unsigned int orphan_next;
hot_data int orphan_count;

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

cold bool orphan_take_listed(uint64_t owner, struct orphan *out)
{
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

cold void orphan_forget_listed(uint64_t owner)
{
	struct orphan orphan;

	while (orphan_take_listed(owner, &orphan))
		;
}

/* How the program wants to hear of mismatches: enum owner_level. */
static int level = OWNER_WARN_ALWAYS;

int owner_level_set(int new)
{
	return exchange_acq_rel(&level, new);
}

int owner_level_get(void)
{
	return load_acquire(&level);
}

/* True if this one is to be reported: of "once" it is the one. */
static bool is_reported(void)
{
	int once = OWNER_WARN_ONCE;

	return load_acquire(&level) != OWNER_DISABLED &&
	       (load_acquire(&level) != OWNER_WARN_ONCE || cas_acq_rel(&level, &once, OWNER_DISABLED));
}

void owner_mismatch(const struct call *call, int fd, struct ledger_slot *slot, uint64_t word)
{
	struct ledger_event events[ROLES] = { { 0 } };

	if (!is_reported())
		return;
	events[ROLE_AT] = capture_event(call);
	events[ROLE_OPENED] = event_opened(slot);
	events[ROLE_OWNED] = events[ROLE_OPENED];
	events[ROLE_OWNED].stack = slot->owner_stack;
	events[ROLE_OWNED].call = slot->owner_call;
	events[ROLE_OWNED].present = load_acquire(&slot->owner) != 0;
	run_note_finding(&thread_self.run,
			 finding_make(KIND_OWNER_MISMATCH, fd, slot, word, events));
}

cold void owner_differs(const struct call *call, int fd, struct ledger_slot *slot, uint64_t word,
			enum owner_loss how)
{
	uint64_t now = load_acquire(&slot->owner);

	owner_mismatch(call, fd, slot, word);
	store_release(&slot->owner, 0);
	if (how == OWNER_REPLACED)
		return;
	orphan_add(&(struct orphan){
		.owner = now,
		.fd = fd,
		.generation = word_generation(word),
		.opened = event_opened(slot),
		.closed = capture_event(call),
	});
}

uint64_t fd_owner(int fd)
{
	struct ledger_slot *slot = runtime_enter() ? ledger_slot(&runtime.ledger, fd) : NULL;

	return slot && word_state(load_acquire(&slot->word)) == SLOT_OPEN ?
		       load_acquire(&slot->owner) : 0;
}

/* What a system call made that passed by us is open, and closed or unknown to the ledger. */
static cold void enter_unknown(const struct call *call, int fd)
{
	struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);
	uint64_t word = slot ? load_acquire(&slot->word) : 0;
	enum slot_state state;

	if (fd < 0 || runtime.sandboxed || (word_flags(word) & SLOT_PASSING) ||
	    own_has(&runtime.own, fd) || sys_fcntl(fd, F_GETFD, 0) < 0)
		return;
	if (word_state(word) == SLOT_HELD && !hold_stands(fd)) {
		slot_lost(fd, slot, word);
		word = load_acquire(&slot->word);
	}
	state = word_state(word);
	if (state == SLOT_NEVER || state == SLOT_CLOSED)
		adopt(fd, word, BLIND_RAW, call->id);
}

/* NULL: it is not open. */
static struct ledger_slot *open_slot(const struct call *call, int fd)
{
	struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);

	if (slot && word_state(load_acquire(&slot->word)) == SLOT_OPEN)
		return slot;
	enter_unknown(call, fd);
	slot = ledger_slot(&runtime.ledger, fd);
	return slot && word_state(load_acquire(&slot->word)) == SLOT_OPEN ? slot : NULL;
}

/* A mismatch leaves the descriptor with who has it. */
int fd_owner_exchange(const struct call *call, int fd, uint64_t expected, uint64_t owner)
{
	struct ledger_slot *slot;
	uint64_t word;
	uint32_t stack;

	if (!runtime_enter())
		return 0;
	slot = open_slot(call, fd);
	if (!slot) {
		fd_bad(call, fd);
		return -EBADF;
	}
	word = load_acquire(&slot->word);
	stack = owner ? capture_stack(call) : 0;
	if (!cas_acq_rel(&slot->owner, &expected, owner)) {
		owner_mismatch(call, fd, slot, word);
		return 0;
	}
	slot->owner_stack = stack;
	slot->owner_call = call->id;
	if (owner)
		orphan_forget(owner);
	return 0;
}
