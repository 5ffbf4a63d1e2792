/* The stand-in of a closing descriptor takes its place inside a FILE, DIR or FTS. */
#ifndef HOOKS_CLOSING_H
#define HOOKS_CLOSING_H

#include "hooks/hooks.h"

/*
 * `place` is where the structure keeps its descriptor, as far as we know its
 * layout. Nothing is touched unless the number that belongs there is found.
 */
static inline void closing_swap(struct closing *closing, int *place)
{
	if (closing->stand_in < 0 || *place != closing->fd)
		return;
	*place = closing->stand_in;
	closing->swapped = true;
}

#endif
