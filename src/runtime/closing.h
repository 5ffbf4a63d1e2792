/*
 * The end of a close that another function did, in the hook's own frame: see close.h
 * for why.
 */
#ifndef RUNTIME_CLOSING_H
#define RUNTIME_CLOSING_H

#include "runtime/hold.h"

/* Somebody else was faster: the tombstone is at `got` (an error if negative). */
cold void closing_missed(struct closing *, int got);

/* The same where nothing was to be claimed. */
void closing_unclaimed(struct closing *);

/* After the real function: see fd_closing. */
static must_inline void fd_closed(struct closing *closing)
{
	int got;

	if (unlikely(!closing->hold_after)) {
		closing_unclaimed(closing);
		return;
	}
	got = hold_claim(closing->fd);
	if (likely(got == closing->fd))
		hold_enter(got, closing->slot, closing->word);
	else
		closing_missed(closing, got);
}

#endif
