/*
 * The stack depot: every distinct stack once, found by its hash. Lock-free:
 * a stack is complete before it is linked at the head of its bucket's chain,
 * and never changes after.
 *
 * Contract: any thread, signal handlers.
 */
#ifndef MODEL_DEPOT_H
#define MODEL_DEPOT_H

#include "model/ledger.h"

/*
 * The reference of this stack, entered if it is new; then *is_new is true.
 * 0 if there is no room.
 */
uint32_t depot_put(struct ledger *, const uintptr_t *pcs, unsigned int depth, bool *is_new);

/* Writes the first `max` frames of a stack of ours; returns how many. */
unsigned int depot_pcs(const struct ledger *, uint32_t stack, uintptr_t *pcs, unsigned int max);

/* Frame i of a stack of ours (not of an untrusted ledger). */
uintptr_t depot_pc(const struct ledger *, const struct ledger_stack *, unsigned int i);

#endif
