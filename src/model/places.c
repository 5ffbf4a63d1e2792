/* Places in code of an interpreted language. */
#include "model/places.h"

static struct ledger_places *tables(const struct ledger *ledger)
{
	uint32_t at = load_acquire(&ledger->header->places);

	return at ? ledger_at(ledger, at) : NULL;
}

bool places_start(struct ledger *ledger)
{
	uint32_t none = 0;
	uint32_t at;

	if (load_acquire(&ledger->header->places))
		return true;
	at = ledger_take(ledger, sizeof(struct ledger_places));
	if (at)
		(void)cas_acq_rel(&ledger->header->places, &none, at);
	return at != 0;
}

/* In the chain from `from` to before `to`. */
static uint32_t find_code(const struct ledger *ledger, uint32_t from, uint32_t to, uint64_t address,
			  uint64_t check)
{
	const struct ledger_code *code;

	for (; from != to; from = code->next) {
		code = ledger_at(ledger, from);
		if (code->address == address && code->check == check)
			return from;
	}
	return 0;
}

uint32_t places_code(const struct ledger *ledger, uint64_t address, uint64_t check)
{
	const struct ledger_places *t = tables(ledger);

	if (!t)
		return 0;
	return find_code(ledger, load_acquire(&t->codes[places_hash(address, 0) % CODE_BUCKETS]), 0,
			 address, check);
}

uint32_t places_code_take(struct ledger *ledger, size_t bytes)
{
	return tables(ledger) ? ledger_take(ledger, sizeof(struct ledger_code) + bytes) : 0;
}

uint32_t places_code_put(struct ledger *ledger, uint32_t at)
{
	struct ledger_code *code = ledger_at(ledger, at);
	uint32_t *bucket = &tables(ledger)->codes[places_hash(code->address, 0) % CODE_BUCKETS];
	uint32_t first = load_acquire(bucket), seen = 0, found;

	for (;;) {
		found = find_code(ledger, first, seen, code->address, code->check);
		if (found)
			return found;
		seen = first;
		code->next = first;
		if (cas_acq_rel(bucket, &first, at))
			return at;
	}
}

uint32_t places_put(struct ledger *ledger, uint32_t code_at, uint32_t offset)
{
	const struct ledger_code *code = ledger_at(ledger, code_at);
	uint32_t at = ledger_take(ledger, sizeof(struct ledger_place));
	struct ledger_place *place;
	uint32_t *bucket, first;

	if (!at)
		return 0;
	place = ledger_at(ledger, at);
	place->code = code_at;
	place->offset = offset;
	place->address = code->address;
	place->check = code->check;
	bucket = &tables(ledger)->places[places_hash(code->address, offset) % PLACE_BUCKETS];
	first = load_acquire(bucket);
	/* Two threads may enter one place twice: two places that read the same. */
	do
		place->next = first;
	while (!cas_acq_rel(bucket, &first, at));
	return at;
}
