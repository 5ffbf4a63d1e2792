/*
 * The one global state of the library, and what the parts of the runtime layer
 * share. Nothing above this layer looks in here.
 */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include "base/thread.h"
#include "model/blinds.h"
#include "model/findings.h"
#include "model/ledger.h"
#include "model/quarantine.h"
#include "policy/options.h"
#include "runtime/own.h"
#include "runtime/verbs.h"
#include "unwind/stack_cache.h"

enum runtime_state {
	RUNTIME_OFF = 0,	/* before the constructor: hooks pass through */
	RUNTIME_STARTING,
	RUNTIME_LIVE,
	RUNTIME_DONE,		/* gave up, or told to leave this process alone */
};

/* So many of the last opens are known by their order. */
#define RECENT 64u

struct runtime {
	/* What every event looks at: three cache lines. */
	int state;		/* enum runtime_state */
	bool sandboxed;		/* no system call that the program does not make itself */
	bool caches;		/* stack_cache.h stands in front of the unwinder */
	bool unread;		/* nobody sees stacks, names and times: see afl.h */
	bool unnamed;		/* nobody sees names */
	const uint32_t *alive;	/* alive.h */
	struct ledger ledger;
	/* Whose frames are captured beside the native ones; NULL: nobody's. */
	const struct interpreter *interpreter;
	struct own own;

	/*
	 * What is written in each child, and at its end: on the same page, for one that
	 * lives for one input of a fuzzer.
	 */
	int pid;
	int forker;		/* whose child by fork this is; it may have ended since */
	bool in_file;		/* the ledger is a mapped file */
	bool forked;		/* this process began by fork and has not exec'd */
	bool reported;		/* linked_report was called */
	bool errors_found;	/* by it */
	int births;		/* forks between the image's first process and this one */
	int comparing;		/* 1: a thread is at it, in reconcile.c */
	int reporting;		/* 1: report_lock */
	int halting;		/* 1: halt_for_error is at it */
	int exhausted;		/* 1: who held the descriptors was reported, in this process */
	int exit_status;	/* what exit() was given: a destructor is not told */
	uint32_t strangers;	/* strangers.c */
	int adopting;		/* 1: the same thread writes the slot of what it adopts */
	/* Descriptors of ours that are soon closed again. Those made so far: each while its
	 * slot was in SLOT_CLOSING (stand-ins), or while it is counted in `passers`. */
	uint32_t passed;
	uint32_t passers;
	uint32_t alive_always;	/* where there is no page of its own for `alive` */

	/* Entry n % RECENT is of the n-th open of the process: n << 32 | its number. */
	uint64_t recent[RECENT];
	struct quarantine quarantine;
	const struct unwinder *unwinder;
	uintptr_t interpreter_at;	/* where its object begins */
	int image;
	/* The program's callback for a finding, through src/api; or NULL. */
	void (*on_finding)(const struct ledger_finding *);
	struct options options;
};

static_assert(offsetof(struct runtime, quarantine.ring) <= 1024, "what is hot is on one page");
static_assert(offsetof(struct runtime, ledger.low) % 64 == 0, "one cache line");

/* Of its second page it needs a quarter: what comes next is there, too. */
extern struct runtime runtime __attribute__((visibility("hidden"), aligned(4096)));

void runtime_fork_unseen(void);

/* The alive word reads 0: whose event is this? True: ours, to be recorded. */
cold bool runtime_who(void);

/* In a forked child: whoever shared the memory of the parent does not share ours. */
void strangers_after_fork(void);

/* The ledger grows in its file by the number that own.h has for it now. */
void runtime_own_moved(void);

/* The kernel gave the program a number that we took for ours: ours is gone. */
cold void runtime_own_lost(int fd);

/*
 * How each verb begins: true if events are to be recorded. Relaxed loads only:
 * all that `state` guards was written before the program's first thread but
 * one could have been started, or by fork in the only thread.
 */
static must_inline bool runtime_enter(void)
{
	if (unlikely(load_acquire(&runtime.state) != RUNTIME_LIVE))
		return false;
	if (unlikely(thread_self.vfork_child | thread_self.busy | thread_self.unwinding))
		return false;
	if (unlikely(load_relaxed(runtime.alive) == 0))
		return runtime_who();
	return true;
}

static inline bool runtime_checks(enum finding_kind kind)
{
	return runtime.options.checks >> kind & 1;
}

/* ---- capture.c --------------------------------------------------------- */

/* A shared object went away: perhaps the interpreter's. */
void capture_unloaded(void);

/* The stack of this call, entered into the depot; 0 if it found no room. */
uint32_t capture_other_stack(const struct call *, uint32_t kept);

static must_inline uint32_t capture_stack(const struct call *call)
{
	uint32_t kept = likely(runtime.caches) ? stack_cache_find(&call->from) : 0;

	if (likely(kept) && likely(!load_acquire(&runtime.interpreter)))
		return kept;
	return capture_other_stack(call, kept);
}

/* The kernel's number of this thread, its name noted in the ledger. */
cold uint32_t capture_new_tid(void);

static must_inline uint32_t capture_tid(void)
{
	return likely(thread_self.tid) ? (uint32_t)thread_self.tid : capture_new_tid();
}

/* Fills in who did this call, now. */
struct ledger_event capture_event(const struct call *);

/* What a slot says about its opening and its closing. */
struct ledger_event event_opened(const struct ledger_slot *);
struct ledger_event event_closed(const struct ledger_slot *);

/* ---- report of findings: finding.c ------------------------------------- */

/*
 * Enters a finding about number `fd`; the events come from the caller, the
 * object from the slot. Returns its reference or 0.
 */
uint32_t finding_make(enum finding_kind, int fd, const struct ledger_slot *, uint64_t word,
		      const struct ledger_event events[ROLES]);

/* ---- tell.c ------------------------------------------------------------ */

/* A finding was made: it is told to whom it may concern, now or soon. */
void tell_finding(uint32_t finding);

/* Tells what waits: of this thread, or all (in a forked child all or nothing). */
void tell_waiting(bool all);

/* The thread does something that is neither a close nor a look at what is closed. */
static must_inline void run_end(void)
{
	thread_self.run.length = 0;
	thread_self.looks.length = 0;
	if (unlikely(thread_self.waiting))
		tell_waiting(false);
}

/* ---- describe.c -------------------------------------------------------- */

/*
 * Writes into the slot of an open number what it is now: type, path or socket
 * address. If it is not open after all, the slot is lost.
 */
void describe_open(int fd, struct ledger_slot *);

/*
 * The same, and notes what it was for the next one: standard input, output and error are
 * often one terminal, whose name takes 5 us to ask for.
 */
struct described {
	const struct ledger_slot *slot; /* NULL: nothing yet */
	uint64_t device, inode;
};

void describe_open_after(int fd, struct ledger_slot *, struct described *last);

/* ---- inherit.c --------------------------------------------------------- */

/* In the parent, before the fork; in the child: what is open came from the
 * parent, who answers for it and counts it. */
void inherit_prepare(void);
void inherit_all(void);

/* In the parent: the child goes on as the program, and answers for what is open. */
void inherit_as_program(bool);

/* In the child, first: its memory is of one moment, the ledger like all else. */
bool inherit_is_exact(void);

/* ---- history.c --------------------------------------------------------- */

/* At the start: what is inherited has the stack that opened it, as far as a ledger says so. */
void history_take_over(void);

/* ---- env.c ------------------------------------------------------------- */

/* Remembers what of the environment makes the library follow. */
void env_note(char **envp);

/* ---- reconcile.c ------------------------------------------------------- */

/*
 * Compares the ledger with what is open: blind spots are entered, and what is
 * open is described. At exit and at marks; any thread. Quickly: without the
 * descriptions, for a call that failed with EMFILE.
 */
void reconcile(void);
void reconcile_quickly(uint16_t call);

/* ---- adopt.c ----------------------------------------------------------- */

/* Enters a blind spot and counts it; what it is stands in its slot. */
void blind_note(enum blind_class, int fd, uint16_t call);

/*
 * Enters a descriptor that is open, and whose number the ledger does not know, as
 * nobody's, and counts it as a blind spot; `word` is its slot's. By the thread that compares.
 */
void adopt(int fd, uint64_t word, enum blind_class seen, uint16_t call);

static inline bool word_adopted(uint64_t word)
{
	return word_state(word) == SLOT_OPEN && (word_flags(word) & SLOT_UNSEEN);
}

/*
 * A library behind us writes its open with syscall(), and so that is recorded already: by
 * this thread, further down its stack than `call`.
 */
cold bool opened_behind(const struct call *call, const struct ledger_slot *, uint64_t word);

/*
 * The number was given to this thread by the kernel, and its slot is that of one
 * that was adopted. True: it is the same one, and no blind spot. `surely`: it was adopted
 * after the kernel had given it.
 */
bool adopted_recorded(int fd, const struct ledger_slot *, bool surely);

/*
 * A number that is entered as closed, and is still open until the call is over. One that
 * a thread is cancelled in leaves it so: then nobody finds it unknown.
 */
static inline uint64_t word_passing(uint64_t word)
{
	return word_become(word, SLOT_CLOSED) | (uint64_t)SLOT_PASSING << 16;
}

static inline void slot_passed(struct ledger_slot *slot, uint64_t passing)
{
	(void)cas_acq_rel(&slot->word, &passing, passing & ~((uint64_t)SLOT_PASSING << 16));
}

/* Notes in the ledger how the process ends. */
void end_note(enum process_end how, int code);

/* ---- exhausted.c ------------------------------------------------------- */

/* The call failed, errno is EMFILE or ENFILE, and no number can be given back. */
void exhausted_found(const struct call *);

/* ---- owner.c ----------------------------------------------------------- */

/*
 * `fd` is about to be closed or replaced on behalf of `owner` (0: nobody's).
 * If somebody else owns it that is an owner-mismatch, and the number has no
 * owner any more. One that was closed is remembered as an orphan: the owner
 * will close the number again. One that was replaced still has a descriptor to
 * close, the new one.
 */
enum owner_loss { OWNER_CLOSED, OWNER_REPLACED };

cold void owner_differs(const struct call *, int fd, struct ledger_slot *, uint64_t word,
		   enum owner_loss);

static must_inline void owner_check(const struct call *call, int fd, struct ledger_slot *slot,
				    uint64_t word, uint64_t owner, enum owner_loss how)
{
	uint64_t now = load_acquire(&slot->owner);

	if (unlikely(now != 0 && now != owner))
		owner_differs(call, fd, slot, word, how);
}

/*
 * It has an owner that the program named: no FILE may take it before that one gives
 * it away. Two FILEs over one descriptor are another matter, and found when both close.
 */
static must_inline bool owner_is_tagged(const struct ledger_slot *slot)
{
	uint64_t now = load_acquire(&slot->owner);
	unsigned int type = (unsigned int)(now >> OWNER_TYPE_SHIFT);

	return now != 0 && type != OWNER_FILE && type != OWNER_DIR;
}

/* Somebody else than its owner claims or closes it: a finding, nothing more. */
void owner_mismatch(const struct call *, int fd, struct ledger_slot *, uint64_t word);

/* How the program wants to hear of mismatches; the numbers are Android's. */
enum owner_level { OWNER_DISABLED, OWNER_WARN_ONCE, OWNER_WARN_ALWAYS, OWNER_FATAL };

int owner_level_set(int level);	/* returns what it was */
int owner_level_get(void);

/* An owner whose descriptor was closed behind its back. */
struct orphan {
	uint64_t owner;
	int fd;
	uint32_t generation;
	struct ledger_event opened, closed;
};

/* How many there are: 0 spares every fopen and fclose the walk. */
extern int orphan_count __attribute__((visibility("hidden")));

cold bool orphan_take_listed(uint64_t owner, struct orphan *);
cold void orphan_forget_listed(uint64_t owner);

/* Takes the orphan of this owner out of the list. False: it is none. */
static must_inline bool orphan_take(uint64_t owner, struct orphan *orphan)
{
	return unlikely(load_relaxed(&orphan_count)) && owner && orphan_take_listed(owner, orphan);
}

/* The owner has a new descriptor (the address of a FILE is used again). */
static must_inline void orphan_forget(uint64_t owner)
{
	if (unlikely(load_relaxed(&orphan_count)))
		orphan_forget_listed(owner);
}

/* ---- stale.c ----------------------------------------------------------- */

/* The number was closed by the program, and it is used or closed again. */
uint32_t stale_found(const struct call *, enum finding_kind, int fd,
		     const struct ledger_slot *, uint64_t word);

/* A call on a number that was never open. */
uint32_t never_open_found(const struct call *, int fd);

/* The ledger believed the number open or held, and it is not. */
void slot_lost(int fd, struct ledger_slot *, uint64_t word);

/* What was closed under this number was a directory that lists the descriptors. */
cold bool slot_was_listing(const struct ledger_slot *, uint64_t word);

/* ---- closed.c ---------------------------------------------------------- */

/* The run goes on to this number; what was found in it is taken back once it is a close-all. */
void run_step(struct close_run *, int fd);

/* A finding that may yet turn out to be part of a close-all. */
void run_note_finding(struct close_run *, uint32_t finding);

#endif
