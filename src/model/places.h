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

static must_inline uint32_t places_hash(uint64_t address, uint32_t offset)
{
	return (uint32_t)((address ^ (uint64_t)offset << 20) * 0x9e3779b97f4a7c15ull >> 40);
}

static must_inline const struct ledger_place *place_at(const struct ledger *ledger, uint32_t at,
						       uint64_t address, uint32_t offset)
{
	const struct ledger_place *place;

	for (; at; at = place->next) {
		place = (const struct ledger_place *)ledger_at(ledger, at);
		if (likely(place->address == address && place->offset == offset))
			return place;
	}
	return NULL;
}

/*
 * The first place that stands at `offset` of the code object at `address`, and
 * the next one of them; NULL: no more. Whether that object is still there is
 * for the caller to see, by `check`. The tables must have been made.
 */
static must_inline const struct ledger_place *places_first(const struct ledger *ledger,
							   uint64_t address, uint32_t offset)
{
	const struct ledger_places *t =
		(const struct ledger_places *)ledger_at(ledger, ledger->header->places);

	return place_at(ledger,
			load_acquire(&t->places[places_hash(address, offset) % PLACE_BUCKETS]),
			address, offset);
}

static inline const struct ledger_place *places_next(const struct ledger *ledger,
						     const struct ledger_place *place)
{
	return place_at(ledger, place->next, place->address, place->offset);
}

/* The code that was entered for this object, or 0. */
uint32_t places_code(const struct ledger *, uint64_t address, uint64_t check);

/* Room for a code and its bytes, to be filled in; 0 if there is none. */
uint32_t places_code_take(struct ledger *, size_t bytes);

/* Enters it: its ref, or that of an equal one that came first. */
uint32_t places_code_put(struct ledger *, uint32_t code);

/* A new place in a code that was entered, or 0. */
uint32_t places_put(struct ledger *, uint32_t code, uint32_t offset);

#endif
