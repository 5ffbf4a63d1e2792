/*
 * What a forked child has from its parent. The ledger's copy is of a moment
 * before the fork: what other threads of the parent did in between, or were at
 * when it was made, is found by looking at what is open.
 */
#include <fcntl.h>

#include "base/sys.h"
#include "runtime/files.h"
#include "runtime/hold.h"
#include "runtime/runtime.h"

/* glibc 2.32; without it any process may have threads. */
extern char __libc_single_threaded __attribute__((weak));

static int other_threads; /* the parent had some: the child reads it */
static int last_busy;	  /* while unread: the highest number that the child must look at */

static bool goes_on;	  /* the child is the program, which ends in the parent */

void inherit_as_program(bool yes)
{
	goes_on = yes;
}

/* A page that is not written to is not copied. */
static void note(int *what, int value)
{
	if (load_relaxed(what) != value)
		store_relaxed(what, value);
}

/* The parent has its memory at hand; each line that the child reads it reads for the first time. */
static hot int find_last_busy(void)
{
	struct ledger_slot *slot;
	enum slot_state state;
	int last = -1, fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		state = word_state(load_relaxed(&slot->word));
		if (state != SLOT_NEVER && state != SLOT_CLOSED && state != SLOT_HELD)
			last = fd;
	}
	return last;
}

hot void inherit_prepare(void)
{
	note(&other_threads,
	     !(&__libc_single_threaded && load_relaxed(&__libc_single_threaded)));
	if (runtime.unread)
		note(&last_busy, find_last_busy());
}

/*
 * What another thread of the parent had begun is never finished here. A
 * tombstone goes; what was about to be closed is open here.
 */
static void settle(int fd, struct ledger_slot *slot)
{
	enum slot_state state = word_state(slot->word);

	if ((state != SLOT_CLOSING && state != SLOT_EVICTING) || runtime.sandboxed)
		return;
	if (hold_stands(fd))
		(void)sys_close(fd);
	else if (state == SLOT_CLOSING && sys_fcntl(fd, F_GETFD, 0) >= 0)
		slot->word = word_become(slot->word, SLOT_OPEN);
	if (word_state(slot->word) == state)
		slot->word = word_become(slot->word, SLOT_CLOSED);
}

static hot void inherit_slots(void)
{
	struct ledger_header *h = runtime.ledger.header;
	struct ledger_slot *slot;
	int fd = -1;

	h->forked_after = h->opens;
	if (!goes_on) {
		h->opens = h->closes = 0;
		h->peak = 0;
	}
	h->inherited = 0;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (runtime.unread && fd > load_relaxed(&last_busy) && inherit_is_exact())
			break;
		settle(fd, slot);
		if (word_state(slot->word) != SLOT_OPEN)
			continue;
		if (goes_on && !(slot->word >> 16 & SLOT_INHERITED))
			continue;
		h->inherited++;
		/* A page that is not written to is not copied. */
		if (!(slot->word >> 16 & SLOT_INHERITED))
			slot->word |= (uint64_t)SLOT_INHERITED << 16;
	}
	for (int i = 0; i < LOSTS; i++)
		h->lost[i] = 0;
}

/* Opened in between: its tombstone, if it was closed again, is nobody's here. */
static void note_open(int fd, void *ctx)
{
	struct ledger_slot *slot;
	enum slot_state state;

	(void)ctx;
	if (own_has(&runtime.own, fd))
		return;
	slot = ledger_slot_make(&runtime.ledger, fd);
	if (!slot)
		return;
	state = word_state(slot->word);
	if (state == SLOT_HELD && hold_stands(fd))
		return;
	if (fd > 2 && hold_stands(fd)) {
		(void)sys_close(fd);
		if (state == SLOT_OPEN) {
			slot->word = word_become(slot->word, SLOT_CLOSED);
			runtime.ledger.header->inherited--;
		}
	} else if (state != SLOT_OPEN) {
		slot->open_stack = slot->close_stack = 0;
		slot->owner = 0;
		slot->word = word_make(word_generation(slot->word) + 1,
				       SLOT_INHERITED | (fd <= 2 ? SLOT_IGNORED : 0), OBJECT_OTHER,
				       SLOT_OPEN);
		runtime.ledger.header->inherited++;
	}
}

/* Closed in between, and no tombstone of it; or the tombstone was taken away. */
static void note_closed(void)
{
	struct ledger_slot *slot;
	enum slot_state state;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		state = word_state(slot->word);
		if ((state != SLOT_OPEN && state != SLOT_HELD) || sys_fcntl(fd, F_GETFD, 0) >= 0)
			continue;
		slot->word = word_become(slot->word, SLOT_CLOSED);
		if (state == SLOT_OPEN)
			runtime.ledger.header->inherited--;
	}
}

hot bool inherit_is_exact(void)
{
	return !runtime.in_file && !load_relaxed(&other_threads);
}

hot void inherit_all(void)
{
	inherit_slots();
	if (load_relaxed(&other_threads) && !runtime.sandboxed) {
		files_each_descriptor(note_open, NULL);
		note_closed();
	}
	if (goes_on)
		goes_on = false;
}
