/* A ring of numbers, first in first out. */
#include "model/quarantine.h"

#include "base/sys.h"
#include "base/thread.h"

#define SPINS (1u << 18)

#define RING array_size(((struct quarantine *)0)->ring)

static cold bool lock_later(struct quarantine *q)
{
	for (unsigned int i = 1; i < SPINS; i++) {
		if (load_relaxed(&q->lock) == 0 && exchange_acq_rel(&q->lock, 1) == 0)
			return true;
		if (i % 128 == 0)
			(void)sys_call3(SYS_sched_yield, 0, 0, 0);
	}
	thread_self.locked = 0;
	return false;
}

/*
 * Held for a few instructions and never across a call. Its holder may have been
 * preempted, then we wait; or be the very code that this signal handler has
 * interrupted, then we must not. Nor forever: a handler may have jumped out of
 * its holder, or we run at a real-time priority and the holder cannot.
 */
static must_inline bool lock(struct quarantine *q)
{
	if (unlikely(thread_self.locked))
		return false;
	thread_self.locked = 1;
	if (likely(exchange_acq_rel(&q->lock, 1) == 0))
		return true;
	return lock_later(q);
}

static void unlock(struct quarantine *q)
{
	store_release(&q->lock, 0);
	thread_self.locked = 0;
}

void quarantine_start(struct quarantine *q, unsigned int most)
{
	q->most = most < QUARANTINE_MAX ? most : QUARANTINE_MAX;
	q->first = q->count = 0;
	q->lock = 0;
}

hot bool quarantine_push(struct quarantine *q, int fd)
{
	bool room;

	if (unlikely(!q->most) || unlikely(!lock(q)))
		return false;
	room = q->count < RING;
	if (likely(room)) {
		q->ring[(q->first + q->count) % RING] = fd;
		store_relaxed(&q->count, q->count + 1);
	}
	unlock(q);
	return room;
}

hot unsigned int quarantine_pop(struct quarantine *q, bool all, int fds[QUARANTINE_BATCH])
{
	unsigned int keep = all ? 0 : q->most;
	unsigned int n = 0;

	if (!lock(q))
		return 0;
	while (n < QUARANTINE_BATCH && q->count > keep) {
		fds[n++] = q->ring[q->first];
		q->first = (q->first + 1) % RING;
		store_relaxed(&q->count, q->count - 1);
	}
	unlock(q);
	return n;
}

hot void quarantine_after_fork(struct quarantine *q)
{
	q->lock = 0;
	if (q->count > RING || q->first >= RING)
		q->first = q->count = 0;
}
