/*
 * Reports while the process goes on: what was opened since a moment and is
 * still open. At its end there is linked.h.
 */
#ifndef RUNTIME_CHECK_H
#define RUNTIME_CHECK_H

#include "model/ledger.h"
#include "policy/leak.h"

/* Which open descriptors are meant. */
struct selection {
	uint64_t opens;	 /* opened when there had been that many opens, or more */
	uint32_t thread; /* by this thread; 0: by any */
	bool as_at_end;	 /* the option `leaks` counts, and suppressions; else all are shown */
};

static inline bool selected(const struct selection *s, const struct ledger_slot *slot, int fd)
{
	return leak_is_candidate(load_acquire(&slot->word), (unsigned int)fd) &&
	       slot->close_ns >= s->opens && (!s->thread || slot->open_tid == s->thread);
}

/*
 * True if there are none of these, as far as can be told without going through
 * all slots: in the time of what was opened since. After an input of a fuzzer, say.
 */
bool surely_none(const struct selection *);

/*
 * Looks whether the number is still open; a close that passed by us is noted.
 * For those that `selected` names.
 */
bool still_open(int fd, struct ledger_slot *);

/*
 * True if there are any of these. Then the ledger has been compared with what is
 * open, and check_report may follow: what is made for it counts for nothing.
 */
bool check_begin(const struct selection *);

/*
 * Prints the report of these to descriptor `to`, or where the options say
 * (-1). Returns how many descriptors were reported. Not from signal handlers.
 */
unsigned int check_report(const struct selection *, int to);

/*
 * One report at a time: they have memory of their own. False if it is not to
 * be had: `wait` is false and it took too long.
 */
bool report_lock(bool wait);
void report_unlock(void);

#endif
