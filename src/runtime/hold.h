/* Tombstones: put, looked for, taken away. */
#ifndef RUNTIME_HOLD_H
#define RUNTIME_HOLD_H

#include <fcntl.h>

#include "base/sys.h"
#include "runtime/mounts.h"
#include "runtime/runtime.h"

#define HOLD_TOP 1024		/* no number at or above: select(2) */
#define HOLD_ROOM 960		/* open and held together: the next is below the top */

static inline bool hold_crowded(void)
{
	const struct ledger_header *h = runtime.ledger.header;
	uint64_t open = load_relaxed(&h->opens) - load_relaxed(&h->closes) + h->inherited;

	return open + runtime.quarantine.most + QUARANTINE_BATCH > HOLD_ROOM;
}

/* True if numbers like this are held back when they are closed. */
static inline bool hold_wanted(int fd)
{
	return fd > 2 && fd < HOLD_TOP && runtime.quarantine.most > 0 && !runtime.sandboxed &&
	       runtime.own.fd[OWN_TOMBSTONE] >= 0 && !hold_crowded();
}

/* What close(2) cannot report an error for, wherever it lies. */
#define HOLD_SILENT                                                                         \
	(1u << OBJECT_SOCKET | 1u << OBJECT_PIPE | 1u << OBJECT_EPOLL | 1u << OBJECT_EVENTFD | \
	 1u << OBJECT_TIMERFD | 1u << OBJECT_SIGNALFD | 1u << OBJECT_INOTIFY |                 \
	 1u << OBJECT_MEMFD | 1u << OBJECT_PIDFD)

static_assert(OBJECT_TYPES <= 32, "a bit each");

/* True if one step, dup3 over the number, closes and holds, and no error is lost. */
static inline bool hold_in_one_step(uint64_t word)
{
	return (HOLD_SILENT >> word_object(word) & 1) || mounts_close_is_silent();
}

/* That step; the number, or -errno. */
static must_inline int hold_put(int fd)
{
	return sys_dup3(runtime.own.fd[OWN_TOMBSTONE], fd, O_CLOEXEC);
}

/* After it: the slot moves to SLOT_HELD. `word` is the slot's, in SLOT_CLOSING. */
void hold_enter(int fd, struct ledger_slot *, uint64_t word);

/*
 * Closes `fd` in two steps: for its error, and to leave the tombstone in its place.
 * 0, or -errno as close(2) says; -ENOTSUP: nothing was done, close it without.
 */
int hold_close(int fd, struct ledger_slot *, uint64_t word);

/* Puts the tombstone over `fd`, open or not, and moves the slot to SLOT_HELD. */
bool hold_over(int fd, struct ledger_slot *, uint64_t word);

/* Asks for a tombstone at a number that was just closed; another one: it was not free. */
static must_inline int hold_claim(int fd)
{
	return sys_fcntl(runtime.own.fd[OWN_TOMBSTONE], F_DUPFD_CLOEXEC, fd);
}

/* A second descriptor of fd's object at a number out of the way, or -1. */
int hold_stand_in(int fd);

/* True if the tombstone still stands at `fd`. */
bool hold_stands(int fd);

/* Gives numbers back: those that are due, or all. Returns how many. */
unsigned int hold_evict(bool all);

/* Something was opened: if it gets crowded below 1024, all are given back. */
static inline void hold_make_room(void)
{
	if (unlikely(load_relaxed(&runtime.quarantine.count) > 0 && hold_crowded()))
		(void)hold_evict(true);
}

/* The number leaves SLOT_HELD without its tombstone being touched; false if it
 * was not held. Waits for an eviction under way. */
bool hold_forget(struct ledger_slot *);

#endif
