/*
 * The quarantine: which closed numbers are held back, oldest first. Only the
 * bookkeeping; the tombstones themselves are the runtime's (runtime/hold.c).
 *
 * Contract: any thread, signal handlers. A spin lock is held for a few
 * instructions; a signal handler over its holder is told "no".
 */
#ifndef MODEL_QUARANTINE_H
#define MODEL_QUARANTINE_H

#include "base/compiler.h"

#define QUARANTINE_MAX		960u	/* all numbers below 1024 but a few */
#define QUARANTINE_BATCH	32u	/* evicted at once */

struct quarantine {
	int lock;
	unsigned int most;		/* kept before a batch is due; 0: off */
	unsigned int first, count;	/* of the ring */
	int ring[QUARANTINE_MAX + 2 * QUARANTINE_BATCH];
};

/* How many numbers are kept; at most QUARANTINE_MAX. */
void quarantine_start(struct quarantine *, unsigned int most);

/* Enters a number. False: it could not be entered. */
bool quarantine_push(struct quarantine *, int fd);

/*
 * The oldest numbers that are due to be given back, at most QUARANTINE_BATCH,
 * or all there is of that many if `all`. Returns how many. A number that was
 * meanwhile replaced may be among them: the slot tells.
 */
unsigned int quarantine_pop(struct quarantine *, bool all, int fds[QUARANTINE_BATCH]);

static inline bool quarantine_due(const struct quarantine *q)
{
	return load_relaxed(&q->count) >= q->most + QUARANTINE_BATCH;
}

/* In a forked child: the lock's holder does not exist here. */
void quarantine_after_fork(struct quarantine *);

#endif
