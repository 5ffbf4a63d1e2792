/*
 * The verbs for what is closed.
 *
 * A close is recorded before the real call, because the kernel may give the
 * number to another thread before the call returns.
 */
#include "runtime/close.h"

#include <errno.h>

#include "base/sys.h"
#include "policy/closeall.h"
#include "runtime/afl.h"
#include "runtime/close_begin.h"

#define SETTLE_SPINS 1000

/* What it sets errno to, the hook sets it to. */
static int plain(int (*real_close)(int), int fd)
{
	return likely(real_close(fd) == 0) ? 0 : -errno;
}

/* ---- Runs of closes ---------------------------------------------------- */

static cold void take_back(const struct close_run *run)
{
	for (unsigned int i = 0; i < CLOSE_ALL_LENGTH; i++)
		findings_retract(&runtime.ledger, run->findings[i]);
}

static must_inline void take_step(struct close_run *run, int fd)
{
	unsigned int length;

	if (unlikely(run->listing))
		findings_retract(&runtime.ledger, close_run_listing(run));
	length = close_run_note(run, fd);
	if (unlikely(thread_self.waiting) && length == 1)
		tell_waiting(false);
	if (unlikely(length == CLOSE_ALL_LENGTH))
		take_back(run);
}

void run_step(struct close_run *run, int fd)
{
	take_step(run, fd);
}

void run_note_finding(struct close_run *run, uint32_t finding)
{
	if (!finding)
		return;
	if (close_run_is_close_all(run))
		findings_retract(&runtime.ledger, finding);
	else if (run->length > 0)
		run->findings[run->length - 1] = finding;
}

/*
 * The closes of a close-all have one stack: the next from the same frame has
 * the last one's. Not so before it is one: a program's own xclose() is the same
 * frame for each, called from different lines. And never with an interpreter,
 * where one native frame runs every line.
 */
static must_inline uint32_t close_stack(const struct call *call)
{
	struct close_run *run = &thread_self.run;

	if (likely(run->length < CLOSE_ALL_LENGTH - 1))
		return capture_stack(call);
	if (run->stack && run->pc == call->from.pc && run->sp == call->from.sp &&
	    close_run_is_close_all(run) && !load_relaxed(&runtime.interpreter))
		return run->stack;
	run->stack = capture_stack(call);
	run->pc = call->from.pc;
	run->sp = call->from.sp;
	return run->stack;
}

cold uint64_t close_settled_later(const struct ledger_slot *slot)
{
	uint64_t word = load_acquire(&slot->word);

	for (int i = 0; word_state(word) == SLOT_CLOSING && i < SETTLE_SPINS; i++) {
		if (runtime.sandboxed)
			break;
		(void)sys_call3(SYS_sched_yield, 0, 0, 0);
		word = load_acquire(&slot->word);
	}
	return word;
}

/* ---- One descriptor ---------------------------------------------------- */

/* Does the program have another one open, which a loop over the list would close? */
static cold bool others_open(void)
{
	struct ledger_slot *slot;
	int fd = 2;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (word_state(load_acquire(&slot->word)) == SLOT_OPEN)
			return true;
	}
	return false;
}

static void second_close(const struct call *call, int fd, const struct ledger_slot *slot,
			 uint64_t word)
{
	struct close_run *run = &thread_self.run;
	bool listing = slot_was_listing(slot, word);
	uint32_t finding;

	if (close_run_is_close_all(run) || (listing && !close_run_alone(run, others_open())))
		return;
	finding = stale_found(call, KIND_DOUBLE_CLOSE, fd, slot, word);
	run_note_finding(run, finding);
	if (listing)
		run->listing = finding;
}

static cold int close_held(const struct call *call, int fd, struct ledger_slot *slot, uint64_t word,
		      int (*real_close)(int))
{
	if (word_state(word) == SLOT_HELD && !hold_stands(fd)) {
		slot_lost(fd, slot, word);
		return plain(real_close, fd);
	}
	second_close(call, fd, slot, word);
	return -EBADF;
}

static cold void closed_unknown(const struct call *call, int fd, int r, struct ledger_slot *slot,
				uint64_t word)
{
	if (r == 0)
		blind_note(BLIND_RAW, fd, call->id);
	if (r != -EBADF)
		return;
	if (word_state(word) != SLOT_NEVER)
		second_close(call, fd, slot, word);
	else if (!close_run_is_close_all(&thread_self.run))
		run_note_finding(&thread_self.run, never_open_found(call, fd));
}

/* Each child of a fork server closes the server's own. */
static hot never_inline int close_unknown(const struct call *call, int fd, struct ledger_slot *slot,
					  uint64_t word, int (*real_close)(int))
{
	int r = plain(real_close, fd);

	if (r != 0 || !afl_owns(fd))
		closed_unknown(call, fd, r, slot, word);
	return r;
}

static must_inline enum close_how unheld(struct close_step *step)
{
	uint64_t word = step->word;

	step->word = word_passing(word);
	(void)cas_acq_rel(&step->slot->word, &word, step->word);
	return CLOSE_CALL;
}

/* An open slot is in SLOT_CLOSING: how does the number go? */
static must_inline enum close_how close_recorded(int fd, struct close_step *step)
{
	if (hold_wanted(fd)) {
		if (likely(hold_in_one_step(step->word)))
			return CLOSE_HOLD;
		step->answer = hold_close(fd, step->slot, step->word);
		if (step->answer != -ENOTSUP)
			return CLOSE_DONE;
	}
	return unheld(step);
}

enum close_how close_unheld(struct close_step *step)
{
	return unheld(step);
}

/*
 * It was not open: it had been closed where we could not see it, and this close
 * did nothing. Later ones are not to be blamed on it.
 */
cold int close_failed(int fd, const struct close_step *step, int r)
{
	uint64_t word = step->slot ? load_acquire(&step->slot->word) : 0;

	if (r == -EBADF && word_state(word) == SLOT_CLOSED)
		slot_lost(fd, step->slot, word);
	return r;
}

hot enum close_how close_begin(const struct call *call, int fd, uint64_t owner,
			   int (*real_close)(int), struct close_step *step)
{
	struct ledger_slot *slot;
	uint64_t word;

	step->slot = NULL;
	if (!runtime_enter())
		return CLOSE_CALL;
	step->answer = -EBADF;
	if (own_has(&runtime.own, fd))
		return CLOSE_DONE;
	slot = ledger_slot(&runtime.ledger, fd);
	word = close_settled(slot);
	if (likely(fd >= 0 && !owner))
		take_step(&thread_self.run, fd);
	if (likely(word_state(word) == SLOT_OPEN)) {
		if (likely(slot_to_closing(call, fd, slot, &word, close_stack(call), owner))) {
			step->slot = slot;
			step->word = word;
			return close_recorded(fd, step);
		}
		word = close_settled(slot);
	}
	if (word_state(word) == SLOT_HELD || word_state(word) == SLOT_EVICTING)
		step->answer = close_held(call, fd, slot, word, real_close);
	else
		step->answer = close_unknown(call, fd, slot, word, real_close);
	return CLOSE_DONE;
}
