/*
 * The end of a close that another function did, in the hook's own frame: see close.h
 * for why.
 */
#ifndef RUNTIME_CLOSING_H
#define RUNTIME_CLOSING_H

#include "runtime/hold.h"

/* The number was free, and hold_claim() said `got`. */
void closing_claimed(struct closing *, int got);

/* The same where nothing was to be claimed. */
void closing_unclaimed(struct closing *);

/* After the real function: see fd_closing. */
static must_inline void fd_closed(struct closing *closing)
{
	if (likely(closing->hold_after))
		closing_claimed(closing, hold_claim(closing->fd));
	else
		closing_unclaimed(closing);
}

#endif
