/*
 * Places in code of an interpreted language: every function's code once, and
 * every instruction that a stack runs through. Lock-free, like the depot: an
 * entry is complete before it is linked, and never changes after.
 *
 * Contract: any thread, signal handlers.
 */
#ifndef MODEL_PLACES_H
#define MODEL_PLACES_H

#include "model/ledger.h"

/* Makes room for the tables, once. Before, and without it, there are no places. */
bool places_start(struct ledger *);

/*
 * The next place after `after` (NULL: the first) that stands at `offset` of
 * the code object at `address`; NULL: no more. Whether that object is still
 * there is for the caller to see, by `check`.
 */
const struct ledger_place *places_find(const struct ledger *, uint64_t address, uint32_t offset,
				       const struct ledger_place *after);

/* The code that was entered for this object, or 0. */
uint32_t places_code(const struct ledger *, uint64_t address, uint64_t check);

/* Room for a code and its bytes, to be filled in; 0 if there is none. */
uint32_t places_code_take(struct ledger *, size_t bytes);

/* Enters it: its ref, or that of an equal one that came first. */
uint32_t places_code_put(struct ledger *, uint32_t code);

/* A new place in a code that was entered, or 0. */
uint32_t places_put(struct ledger *, uint32_t code, uint32_t offset);

#endif
