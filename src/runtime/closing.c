/*
 * The verbs for what another function closes (fclose, closedir, pclose …), and
 * what is closed for an owner.
 */
#include "runtime/closing.h"

#include <limits.h>

#include "base/sys.h"
#include "policy/closeall.h"
#include "runtime/close.h"
#include "runtime/close_begin.h"

/* A number that nothing is open on, for functions that must fail with EBADF. */
#define DEAD_NUMBER INT_MAX

/* The owner's descriptor was closed behind its back; now the owner closes. */
static cold void orphan_closes(const struct call *call, struct closing *closing,
			  const struct orphan *orphan)
{
	struct ledger_event events[ROLES] = { { 0 } };
	struct ledger_slot *slot = closing->slot;
	uint64_t word = slot ? load_acquire(&slot->word) : 0;

	events[ROLE_AT] = capture_event(call);
	events[ROLE_CLOSED] = orphan->closed;
	events[ROLE_OPENED] = orphan->opened;
	if (word_state(word) == SLOT_OPEN && word_generation(word) != orphan->generation)
		events[ROLE_REOPENED] = event_opened(slot);
	(void)finding_make(KIND_DOUBLE_CLOSE, closing->fd, slot, word, events);
}

static int stand_in_for(struct closing *closing)
{
	return closing->unopened ? DEAD_NUMBER : hold_stand_in(closing->fd);
}

static must_inline void closing_open(const struct call *call, struct closing *closing, uint64_t word,
			 uint64_t owner)
{
	if (!slot_to_closing(call, closing->fd, closing->slot, &word, capture_stack(call), owner))
		return;
	closing->word = word;
	if (hold_wanted(closing->fd)) {
		closing->hold_after = thread_is_alone();
		if (!closing->hold_after)
			closing->stand_in = stand_in_for(closing);
	}
	if (closing->stand_in < 0 && !closing->hold_after)
		(void)cas_acq_rel(&closing->slot->word, &word, word_passing(word));
}

/* The number is not open. `known`: its finding was made. */
static cold void closing_stale(const struct call *call, struct closing *closing, uint64_t word,
			       bool known)
{
	int fd = closing->fd;

	switch (word_state(word)) {
	case SLOT_HELD:
	case SLOT_EVICTING:
		if (word_state(word) == SLOT_HELD && !hold_stands(fd)) {
			slot_lost(fd, closing->slot, word);
			break;
		}
		closing->stand_in = DEAD_NUMBER;
		closing->unopened = false;
		if (!known)
			(void)stale_found(call, KIND_DOUBLE_CLOSE, fd, closing->slot, word);
		break;
	case SLOT_CLOSED:
	case SLOT_CLOSING:
		if (!known && !runtime.sandboxed && sys_fcntl(fd, F_GETFD, 0) < 0)
			(void)stale_found(call, KIND_DOUBLE_CLOSE, fd, closing->slot, word);
		break;
	default:
		break;
	}
}

static must_inline void closing_begin(const struct call *call, struct closing *closing, int fd,
				      uint64_t owner, bool unopened)
{
	struct orphan orphan;
	uint64_t word;
	bool known;

	*closing = (struct closing){
		.call = call,
		.fd = fd,
		.stand_in = -1,
		.unopened = unopened,
	};
	if (unlikely(fd < 0) || !runtime_enter())
		return;
	run_end();
	closing->slot = ledger_slot(&runtime.ledger, fd);
	word = close_settled(closing->slot);
	known = orphan_take(owner, &orphan);
	if (unlikely(known))
		orphan_closes(call, closing, &orphan);
	if (likely(word_state(word) == SLOT_OPEN))
		closing_open(call, closing, word, owner);
	else
		closing_stale(call, closing, word, known);
}

hot void fd_closing(const struct call *call, struct closing *closing, int fd, uint64_t owner)
{
	closing_begin(call, closing, fd, owner, false);
}

hot void fd_closing_only(const struct call *call, struct closing *closing, int fd, uint64_t owner)
{
	closing_begin(call, closing, fd, owner, true);
}

void fd_hold_now(struct closing *closing)
{
	if (closing->word && closing->swapped)
		closing->held = hold_over(closing->fd, closing->slot, closing->word);
}

static void closing_over(struct closing *closing)
{
	uint64_t word = closing->word;

	(void)cas_acq_rel(&closing->slot->word, &word, word_become(word, SLOT_CLOSED));
}

cold void closing_missed(struct closing *closing, int got)
{
	if (got >= 0)
		(void)sys_close(got);
	closing_over(closing);
}

void closing_unclaimed(struct closing *closing)
{
	if (!closing->word || closing->held)
		return;
	if (closing->stand_in < 0) {
		slot_passed(closing->slot, word_passing(closing->word));
		return;
	}
	if (closing->swapped) {
		if (hold_over(closing->fd, closing->slot, closing->word))
			return;
		(void)sys_close(closing->fd);
	} else {
		(void)sys_close(closing->stand_in);
	}
	closing_over(closing);
}

/* ---- Closed by an owner ------------------------------------------------ */

/*
 * The owner's own history first: where its descriptor was closed behind its
 * back and somebody else has the number, this is the second close of it.
 */
static uint64_t owner_closes(const struct call *call, int fd, uint64_t owner)
{
	struct closing closing = { .fd = fd, .slot = ledger_slot(&runtime.ledger, fd) };
	uint64_t word = close_settled(closing.slot);
	struct orphan orphan;

	if (orphan_take(owner, &orphan)) {
		if (word_state(word) != SLOT_OPEN || word_generation(word) == orphan.generation)
			return owner;
		orphan_closes(call, &closing, &orphan);
		return load_acquire(&closing.slot->owner);
	}
	if (word_state(word) == SLOT_OPEN && load_acquire(&closing.slot->owner) == 0)
		owner_mismatch(call, fd, closing.slot, word);
	return owner;
}

int fd_owner_close(const struct call *call, int fd, uint64_t owner, int (*real_close)(int))
{
	if (owner && runtime_enter() && fd >= 0) {
		run_end();
		owner = owner_closes(call, fd, owner);
	}
	return close_for(call, fd, owner, real_close);
}
