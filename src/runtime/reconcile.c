/*
 * The ledger against /proc/self/fd. What is open and not in the ledger is a
 * blind spot: it is classed by what is known of it, entered, and from then on
 * in the ledger as somebody's whose opening nobody saw, so that it is counted
 * once. What the ledger believes open and is not, is a close that nobody saw.
 * Neither is a finding.
 */
#include <fcntl.h>

#include "base/sys.h"
#include "policy/leak.h"
#include "runtime/files.h"
#include "runtime/runtime.h"

hot_data bool runtime_audits;

#define UNKNOWN_AT_ONCE 32
#define SETTLE_YIELDS 1000
#define PASSES 100

/* Numbers that are open and that the ledger does not know, with their words then. */
struct unknowns {
	enum blind_class seen;
	uint16_t call;
	unsigned int count;
	int fd[UNKNOWN_AT_ONCE];
	uint64_t word[UNKNOWN_AT_ONCE];
	uint32_t passed;	/* of the runtime, when the list began */
	bool complete;
};

/* ---- Open, and not in the ledger --------------------------------------- */

/*
 * Another thread may be between its open and the record of it, or the other way
 * round in a close. A moment later it mostly is not; where it is, whoever
 * records it takes the blind spot back.
 */
static void adopt_all(struct unknowns *unknowns)
{
	if (unknowns->count == 0)
		return;
	(void)sys_call3(SYS_sched_yield, 0, 0, 0);
	for (unsigned int i = 0; i < unknowns->count; i++) {
		/* Any of them may be ours, a stand-in say, which nobody records. */
		if (load_acquire(&runtime.passed) != unknowns->passed) {
			unknowns->complete = false;
			break;
		}
		adopt(unknowns->fd[i], unknowns->word[i], unknowns->seen, unknowns->call);
	}
	unknowns->count = 0;
}

/* The ledger has it for open, or held back; or it is on its way. */
static bool is_known(uint64_t word)
{
	enum slot_state state = word_state(word);

	return (state != SLOT_NEVER && state != SLOT_CLOSED) || word_flags(word) & SLOT_PASSING;
}

static void note_unknown(int fd, void *ctx)
{
	struct unknowns *unknowns = ctx;
	struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);
	uint64_t word = slot ? load_acquire(&slot->word) : 0;

	if (is_known(word) || own_has(&runtime.own, fd))
		return;
	/* Its record found no room: counted then, and there is none now. */
	if (!slot && load_relaxed(&runtime.ledger.header->lost[LOST_MEMORY]) > 0)
		return;
	unknowns->fd[unknowns->count] = fd;
	unknowns->word[unknowns->count] = word;
	if (++unknowns->count == UNKNOWN_AT_ONCE)
		adopt_all(unknowns);
}

/* False: there may be more, but what was seen may be what another thread closes just now. */
static bool find_unknown(enum blind_class seen, uint16_t call, uint32_t passed)
{
	struct unknowns unknowns = {
		.seen = seen, .call = call, .passed = passed, .complete = true
	};

	files_each_descriptor(note_unknown, &unknowns);
	adopt_all(&unknowns);
	return unknowns.complete;
}

/* ---- In the ledger, and not open --------------------------------------- */

/*
 * True: the ledger knows as many that are open as the kernel counts, tombstones
 * among them. For a list the kernel makes an inode for each.
 */
static bool find_closed(void)
{
	struct ledger_slot *slot;
	uint64_t word;
	long open = 0;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		word = load_acquire(&slot->word);
		if (!is_known(word) || own_has(&runtime.own, fd))
			continue;
		if (sys_fcntl(fd, F_GETFD, 0) >= 0)
			open++;
		else if (word_state(word) == SLOT_OPEN)
			slot_lost(fd, slot, word);
	}
	return open + own_count(&runtime.own) == files_count_descriptors();
}

/* While something is being closed, its stand-in is a descriptor that no slot has. */
static struct ledger_slot *next_closing(int *fd)
{
	struct ledger_slot *slot;

	while ((slot = ledger_next(&runtime.ledger, fd)) != NULL) {
		if (word_state(load_acquire(&slot->word)) == SLOT_CLOSING)
			return slot;
	}
	return NULL;
}

static bool any_of_ours(void)
{
	int fd = -1;

	return load_acquire(&runtime.passers) > 0 || next_closing(&fd) != NULL;
}

/* A close that a thread was cancelled in is never over: then it is done without. */
static void await_closes(void)
{
	struct ledger_slot *slot;
	int fd = -1;

	for (int i = 0; load_acquire(&runtime.passers) > 0 && i < SETTLE_YIELDS; i++)
		(void)sys_call3(SYS_sched_yield, 0, 0, 0);
	while ((slot = next_closing(&fd)) != NULL) {
		for (int i = 0; word_state(load_acquire(&slot->word)) == SLOT_CLOSING; i++) {
			if (i == SETTLE_YIELDS)
				return;
			(void)sys_call3(SYS_sched_yield, 0, 0, 0);
		}
	}
}

/* One at a time: the list that another thread reads is a descriptor, too. */
static bool compare_begin(void)
{
	return exchange_acq_rel(&runtime.comparing, 1) == 0;
}

static void compare_end(void)
{
	store_release(&runtime.comparing, 0);
}

static void compare(uint16_t call)
{
	uint32_t passed;

	if (!compare_begin())
		return;
	for (int i = 0; !find_closed() && i < PASSES; i++) {
		passed = load_acquire(&runtime.passed);
		await_closes();
		if (find_unknown(BLIND_RAW, call, passed))
			break;
	}
	compare_end();
}

void reconcile_quickly(uint16_t call)
{
	if (!runtime.sandboxed)
		compare(call);
}

void reconcile(void)
{
	struct ledger_slot *slot;
	int fd = -1;

	if (runtime.sandboxed)
		return;
	compare(NO_CALL);
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (leak_is_candidate(load_acquire(&slot->word), (unsigned int)fd))
			describe_open(fd, slot);
	}
	runtime.ledger.header->reconciled = 1;
}

void fd_passing_begin(void)
{
	(void)add_relaxed(&runtime.passers, 1);
	(void)add_relaxed(&runtime.passed, 1);
}

void fd_passing_end(void)
{
	(void)sub_relaxed(&runtime.passers, 1);
}

void fd_audit_now(uint16_t call, enum blind_class made)
{
	uint32_t passed;

	if (!runtime_enter() || runtime.sandboxed || !compare_begin())
		return;
	passed = load_acquire(&runtime.passed);
	if (!any_of_ours() && !find_closed())
		(void)find_unknown(made, call, passed);
	compare_end();
}
