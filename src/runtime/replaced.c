/* The verbs for what closes in passing: dup2, dup3, close_range. */
#include <errno.h>
#include <limits.h>
#include <linux/close_range.h>

#include "base/sys.h"
#include "policy/closeall.h"
#include "runtime/growth.h"
#include "runtime/hold.h"
#include "runtime/runtime.h"
#include "runtime/trace.h"

/* An implicit close of an open slot; quiet but for its owner. */
static void implicit_close(const struct call *call, int fd, struct ledger_slot *slot,
			   uint64_t word, uint32_t stack)
{
	uint64_t closing = word_become(word, SLOT_CLOSING);

	if (!cas_acq_rel(&slot->word, &word, closing))
		return;
	growth_closed(slot->open_stack);
	slot->close_stack = stack;
	slot->close_tid = capture_tid();
	slot->close_ns = sys_now_coarse_ns();
	slot->close_call = call->id;
	(void)cas_acq_rel(&slot->word, &closing, word_passing(word));
	if (!(word_flags(word) & SLOT_INHERITED))
		(void)add_relaxed(&runtime.ledger.header->closes, 1);
	trace_closed(fd, call->id);
}

bool fd_replacing(struct call *call, int old, int fd)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (!runtime_enter())
		return false;
	if (fd_stale(call, old))
		return true;
	run_end();
	slot = ledger_slot(&runtime.ledger, fd);
	if (!slot)
		return false;
	/* The real call will put its descriptor over our tombstone. */
	(void)hold_forget(slot);
	word = load_acquire(&slot->word);
	call->replaces = word_generation(word);
	if (word_state(word) == SLOT_CLOSED)
		(void)cas_acq_rel(&slot->word, &word, word_passing(word));
	if (word_state(word) == SLOT_OPEN && old != fd)
		owner_check(call, fd, slot, word, 0, OWNER_REPLACED);
	return false;
}

void fd_placed(int fd)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (!runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;

	if (word_state(word) == SLOT_OPEN)
		(void)cas_acq_rel(&slot->word, &word, word | (uint64_t)SLOT_PLACED << 16);
}

void fd_replaced(const struct call *call, int old, int fd, bool succeeded)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (!runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;
	if (succeeded) {
		/* What came since is what we have made: fd_duped sees to it. */
		if (word_state(word) == SLOT_OPEN &&
		    !(word_generation(word) != call->replaces &&
		      (word_adopted(word) || opened_behind(call, slot, word))))
			implicit_close(call, fd, slot, word, 0);
		fd_duped(call, old, fd);
		fd_placed(fd);
		return;
	}
	if (word_flags(word) & SLOT_PASSING) {
		slot_passed(slot, word);
		word = load_acquire(&slot->word);
	}
	/* The tombstone that was forgotten may still stand there. */
	if (fd > 2 && word_state(word) == SLOT_CLOSED && runtime.quarantine.most > 0 &&
	    !runtime.sandboxed && hold_stands(fd))
		hold_enter(fd, slot, word);
}

/* ---- close_range ------------------------------------------------------- */

static void range_recorded(const struct call *call, unsigned int first, unsigned int last)
{
	struct ledger_slot *slot;
	uint32_t stack = 0;
	uint64_t word;
	int fd = first ? (int)first - 1 : -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL && (unsigned int)fd <= last) {
		word = load_acquire(&slot->word);
		if (word_state(word) == SLOT_HELD || word_state(word) == SLOT_EVICTING)
			(void)hold_forget(slot);
		if (word_state(word) != SLOT_OPEN)
			continue;
		if (!stack)
			stack = capture_stack(call);
		store_release(&slot->owner, 0);
		implicit_close(call, fd, slot, word, stack);
	}
}

/* The lowest of our own numbers in [first, last], or -1. */
static int own_lowest(unsigned int first, unsigned int last)
{
	int lowest = -1;

	for (int i = 0; i < OWN_DESCRIPTORS; i++) {
		int fd = runtime.own.fd[i];

		if (fd >= 0 && (unsigned int)fd >= first && (unsigned int)fd <= last &&
		    (lowest < 0 || fd < lowest))
			lowest = fd;
	}
	return lowest;
}

/* All of the range that is not ours. */
static int close_others(unsigned int first, unsigned int last, unsigned int flags)
{
	int own, r;

	while ((own = own_lowest(first, last)) >= 0) {
		if ((unsigned int)own > first) {
			r = sys_close_range(first, (unsigned int)own - 1, flags);
			if (r < 0)
				return r;
		}
		if ((unsigned int)own == last)
			return 0;
		first = (unsigned int)own + 1;
	}
	return sys_close_range(first, last, flags);
}

static void range_passed(unsigned int first, unsigned int last)
{
	struct ledger_slot *slot;
	uint64_t word;
	int fd = first ? (int)first - 1 : -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL && (unsigned int)fd <= last) {
		word = load_acquire(&slot->word);
		if ((word_flags(word) & SLOT_PASSING) && slot->close_tid == capture_tid())
			slot_passed(slot, word);
	}
}

int fd_close_range(const struct call *call, unsigned int first, unsigned int last,
		   unsigned int flags)
{
	bool closes = !(flags & CLOSE_RANGE_CLOEXEC);
	int r;

	if (!runtime_enter() || !closes || first > last)
		return sys_close_range(first, last, flags);
	run_end();
	/* Where the kernel or a filter does not know it, nothing will have been closed. */
	r = sys_close_range(UINT_MAX, UINT_MAX, flags);
	if (r < 0)
		return r;
	if (first <= INT_MAX)
		range_recorded(call, first, last);
	r = close_others(first, last, flags);
	if (first <= INT_MAX)
		range_passed(first, last);
	return r;
}
