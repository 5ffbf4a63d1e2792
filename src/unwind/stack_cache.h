/*
 * The verified stack cache: stacks that were walked before, found again without
 * a walk.
 *
 * A walk is a function of the pc and sp it begins at, perhaps of fp, of the
 * tables of the objects, and of the words that it reads. So an entry has those
 * words, in the order in which they were read: as long as each reads as it did,
 * every further one is one that a walk would read now, and in the end the
 * stack is the same. Return addresses alone would not do: a stale one may lie
 * in memory that a frame has reserved and not written.
 *
 * One cache for the process. sp tells the threads apart, so that they share
 * no entry, and a new thread on the stack of one that ended finds what that one
 * left. A hit writes nothing. An entry is written by one thread at a time, under
 * a sequence number, odd meanwhile; who meets an odd one goes without.
 *
 * Only stacks of ordinary frames are kept, by rules of cfi.h; what has a signal,
 * a coroutine or code without tables in it is walked each time.
 *
 * Contract for all: any thread, any signal handler, a forked child; no lock, no
 * allocation, errno untouched.
 */
#ifndef UNWIND_STACK_CACHE_H
#define UNWIND_STACK_CACHE_H

#include "unwind/unwind.h"

/* Once a process; until then nothing is kept. 0, or -errno if rules cannot be had here. */
int stack_cache_init(void);

/* What was kept for this stack, or 0. */
uint32_t stack_cache_find(const struct caller *from);

/* True if the stack that was not found is to be kept: once in a while (see MISSES). */
bool stack_cache_due(const struct caller *from);

/* To be asked for before a walk, and handed on with what it found. */
uint32_t stack_cache_generation(void);

/*
 * Keeps `stack` (not 0) for the `count` frames that were found, of at most
 * `max`, if a walk by the rules finds the same. True if it did.
 */
bool stack_cache_keep(const struct caller *from, const uintptr_t *pcs, int count, int max,
		      uint32_t stack, uint32_t generation);

/* All is void: an object went away, or what is kept means nothing any more. */
void stack_cache_flush(void);

#endif
