/* The verbs for what is made. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/sys.h"
#include "policy/closeall.h"
#include "runtime/growth.h"
#include "runtime/hold.h"
#include "runtime/runtime.h"
#include "runtime/trace.h"

static must_inline void count_open(int fd)
{
	struct ledger_header *h = runtime.ledger.header;
	uint64_t opens = add_relaxed(&h->opens, 1) + 1;
	uint64_t now = opens - load_relaxed(&h->closes);

	store_relaxed(&runtime.recent[opens % RECENT], opens << 32 | (unsigned int)fd);
	/* Two threads may both see the peak; the figure is the larger of two
	 * that were true. Below 0 where others closed between the two loads. */
	if ((int64_t)now > (int64_t)load_relaxed(&h->peak))
		store_relaxed(&h->peak, (uint32_t)now);
	hold_make_room();
}

/*
 * The kernel hands out a number that the ledger believes open. Either a comparison
 * came between the making and this record: true. Or its closing was not seen (a raw
 * system call, libc itself). No finding; a blind spot.
 */
static cold bool believed_open(const struct call *call, int fd, const struct ledger_slot *slot,
			       uint64_t word)
{
	bool adopted = false;

	if (word_adopted(word))
		adopted = adopted_recorded(fd, slot, call->replaces &&
				 word_generation(word) > call->replaces);
	else
		blind_note(BLIND_CLOSE, fd, call->id);
	if (!(word_flags(word) & SLOT_INHERITED))
		(void)add_relaxed(&runtime.ledger.header->closes, 1);
	return adopted;
}

static must_inline void fill(const struct call *call, struct ledger_slot *slot, uint32_t stack,
			     uint64_t owner)
{
	slot->open_stack = stack;
	slot->open_tid = capture_tid();
	slot->open_ns = sys_now_coarse_ns();
	slot->open_call = call->id;
	slot->close_stack = 0;
	slot->close_ns = load_relaxed(&runtime.ledger.header->opens);
	slot->owner = owner;
	slot->owner_stack = owner ? stack : 0;
	if (owner)
		slot->owner_call = call->id;
}

/* What a comparison found has the call it was found in, and nobody's thread. */
bool opened_behind(const struct call *call, const struct ledger_slot *slot, uint64_t word)
{
	return !word_adopted(word) && thread_self.raw_sp && thread_self.raw_sp < call->from.sp &&
	       slot->open_call == thread_self.raw_call && slot->open_tid == capture_tid();
}

/* It is the same descriptor, and known by what the program called. */
static cold void rename_open(const struct call *call, struct ledger_slot *slot, uint64_t word,
			enum object_type object, unsigned int flags, uint64_t owner)
{
	growth_closed(slot->open_stack);
	fill(call, slot, capture_stack(call), owner);
	growth_opened(slot->open_stack);
	(void)cas_acq_rel(&slot->word, &word,
			  word_make(word_generation(word), flags, object, SLOT_OPEN));
}

/* Somebody else has written the slot's word since it was read: a comparison? */
static cold bool changed_meanwhile(const struct call *call, int fd, struct ledger_slot *slot,
				   uint64_t before, uint64_t owner)
{
	bool adopted;

	if (!word_adopted(before))
		return false;
	adopted = adopted_recorded(fd, slot, true);
	fill(call, slot, capture_stack(call), owner);
	return adopted;
}

/*
 * A new generation of the number. The kernel has just given it to this thread:
 * nobody else has business with the slot but a closer that has not finished
 * its bookkeeping, which finds the word changed, and a comparison. True: that
 * came before us, and may have written its name for it over ours.
 */
static must_inline bool record(const struct call *call, int fd, struct ledger_slot *slot,
		       enum object_type object, unsigned int flags, uint64_t owner)
{
	uint64_t word = load_acquire(&slot->word), before;
	bool adopted = false;

	if (unlikely((fd <= 2) | (thread_self.disabled > 0)))
		flags |= SLOT_IGNORED;
	if (unlikely(word_state(word) == SLOT_OPEN)) {
		if (opened_behind(call, slot, word)) {
			rename_open(call, slot, word, object, flags, owner);
			return false;
		}
		adopted = believed_open(call, fd, slot, word);
	}
	fill(call, slot, capture_stack(call), owner);
	before = exchange_acq_rel(&slot->word, word_make(word_generation(word) + 1, flags, object,
							 SLOT_OPEN));
	if (unlikely(before != word))
		adopted |= changed_meanwhile(call, fd, slot, before, owner);
	count_open(fd);
	growth_opened(slot->open_stack);
	trace_made(fd, call->id);
	return adopted;
}

/* The slot of a number that was just made; NULL: it is not to be recorded. */
static must_inline struct ledger_slot *slot_of_new(int fd)
{
	if (unlikely(fd < 0) || !runtime_enter())
		return NULL;
	run_end();
	if (unlikely(own_has(&runtime.own, fd)))
		runtime_own_lost(fd);
	return ledger_slot_make(&runtime.ledger, fd);
}

static must_inline void opened(const struct call *call, int fd, enum object_type object,
			       const char *path, unsigned int flags, uint64_t owner)
{
	struct ledger_slot *slot = slot_of_new(fd);

	if (unlikely(!slot))
		return;
	/* A list of descriptors is known by its name: policy/closeall.h. */
	if (unlikely(runtime.unnamed) && object != OBJECT_DIRECTORY)
		path = NULL;
	slot_set_name(&runtime.ledger, slot, path);
	if (unlikely(record(call, fd, slot, object, flags, owner)))
		slot_set_name(&runtime.ledger, slot, path);
}

hot void fd_opened(const struct call *call, int fd, enum object_type object, const char *path,
	       unsigned int flags)
{
	opened(call, fd, object, path, flags, 0);
}

hot void fd_opened_owned(const struct call *call, int fd, enum object_type object, const char *path,
	       unsigned int flags, uint64_t owner)
{
	opened(call, fd, object, path, flags, owner);
	orphan_forget(owner);
}

hot void fd_duped(const struct call *call, int old, int fd)
{
	struct ledger_slot *slot = slot_of_new(fd), *from;
	enum object_type object = OBJECT_OTHER;
	unsigned int flags = 0;

	if (unlikely(!slot))
		return;
	from = ledger_slot(&runtime.ledger, old);
	if (from && from != slot) {
		uint64_t word = load_acquire(&from->word);

		object = word_object(word);
		flags = word_flags(word) & (SLOT_ADDRESS | SLOT_WRITABLE);
		slot_set_path_of(&runtime.ledger, slot, from);
	}
	if (unlikely(record(call, fd, slot, object, flags, 0)) && from && from != slot)
		slot_set_path_of(&runtime.ledger, slot, from);
}

bool fd_exhausted(struct call *call)
{
	if ((errno != EMFILE && errno != ENFILE) || !runtime_enter())
		return false;
	if (!call->retried) {
		call->retried = true;
		if (hold_evict(true) > 0)
			return true;
		/* Another thread may be at it this moment, with all that was held. */
		if (runtime.quarantine.most > 0 && !runtime.sandboxed) {
			(void)sys_call3(SYS_sched_yield, 0, 0, 0);
			return true;
		}
	}
	exhausted_found(call);
	return false;
}

/* Changes flags of an open slot; a slot that changes meanwhile is left alone. */
static void change_flags(struct ledger_slot *slot, unsigned int set, unsigned int clear)
{
	uint64_t word = load_acquire(&slot->word);
	unsigned int flags;

	if (word_state(word) != SLOT_OPEN)
		return;
	flags = (word_flags(word) | set) & ~clear;
	(void)cas_acq_rel(&slot->word, &word,
			  word_make(word_generation(word), flags, word_object(word), SLOT_OPEN));
}

void fd_address(const struct call *call, int fd, const struct sockaddr *address, socklen_t bytes)
{
	struct ledger_slot *slot;

	(void)call;
	if (!address || !bytes || !runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	if (!slot || word_state(load_acquire(&slot->word)) != SLOT_OPEN)
		return;
	slot_set_path(&runtime.ledger, slot, address, bytes);
	change_flags(slot, SLOT_ADDRESS, 0);
}

void fd_cloexec(const struct call *call, int fd, bool set)
{
	struct ledger_slot *slot;

	(void)call;
	if (!runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	if (slot)
		change_flags(slot, set ? 0 : SLOT_CLOEXEC_CLEARED, set ? SLOT_CLOEXEC_CLEARED : 0);
}

void fd_released_all(enum owner_type type)
{
	struct ledger_slot *slot;
	int fd = -1;

	if (!runtime_enter())
		return;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (load_acquire(&slot->owner) >> OWNER_TYPE_SHIFT == (uint64_t)type)
			change_flags(slot, SLOT_IGNORED, 0);
	}
}

hot void fd_owned(const struct call *call, int fd, uint64_t owner)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (!runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;
	if (word_state(word) != SLOT_OPEN)
		return;
	if (unlikely(owner_is_tagged(slot)))
		owner_mismatch(call, fd, slot, word);
	slot->owner_stack = owner ? capture_stack(call) : 0;
	slot->owner_call = call->id;
	store_release(&slot->owner, owner);
	if (owner)
		orphan_forget(owner);
}
