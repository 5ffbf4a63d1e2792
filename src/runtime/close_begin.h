/*
 * How each close begins: the word of its slot, and that word's step from open to
 * closing. In the frame of whoever closes.
 */
#ifndef RUNTIME_CLOSE_BEGIN_H
#define RUNTIME_CLOSE_BEGIN_H

#include "base/sys.h"
#include "runtime/growth.h"
#include "runtime/runtime.h"
#include "runtime/trace.h"

/*
 * The slot's word once a close of another thread has done its bookkeeping, or
 * after a while: it may be what this signal handler interrupted, or wait for a
 * server. Without the wait this close would free the number under the other's
 * tombstone, and two closes at once are what we are here to see.
 */
cold uint64_t close_settled_later(const struct ledger_slot *);

static must_inline uint64_t close_settled(const struct ledger_slot *slot)
{
	uint64_t word = slot ? load_acquire(&slot->word) : 0;

	return likely(word_state(word) != SLOT_CLOSING) ? word : close_settled_later(slot);
}

/* Brings an open slot to SLOT_CLOSING. False: somebody else was faster. */
static must_inline bool slot_to_closing(const struct call *call, int fd, struct ledger_slot *slot,
					uint64_t *word, uint32_t stack, uint64_t owner)
{
	uint64_t closing = word_become(*word, SLOT_CLOSING);

	owner_check(call, fd, slot, *word, owner, OWNER_CLOSED);
	if (!cas_acq_rel(&slot->word, word, closing))
		return false;
	growth_closed(slot->open_stack);
	slot->close_stack = stack;
	slot->close_tid = capture_tid();
	slot->close_ns = sys_now_coarse_ns();
	slot->close_call = call->id;
	if (likely(!(word_flags(*word) & SLOT_INHERITED)))
		(void)add_relaxed(&runtime.ledger.header->closes, 1);
	*word = closing;
	trace_closed(fd, call->id);
	return true;
}

#endif
