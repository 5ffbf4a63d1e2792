/* The stack depot. */
#include "model/depot.h"

#include <string.h>

/* 256 native frames (option `depth`), and 64 of an interpreter. */
#define DEPTH_MAX 320

static must_inline uint64_t mix(uint64_t h, uint64_t pc)
{
	return ((h << 5 | h >> 59) ^ pc) * 0x517cc1b727220a95ull;
}

/* Two chains, because each step of one waits for the multiplication before. */
static uint32_t hash_pcs(const uintptr_t *pcs, unsigned int depth, uint32_t epoch)
{
	uint64_t even = 0x9e3779b97f4a7c15ull ^ depth ^ (uint64_t)epoch << 32;
	uint64_t odd = 0xc2b2ae3d27d4eb4full;
	unsigned int i = 0;

	for (; i + 1 < depth; i += 2) {
		even = mix(even, pcs[i]);
		odd = mix(odd, pcs[i + 1]);
	}
	if (i < depth)
		even = mix(even, pcs[i]);
	return (uint32_t)(mix(even, odd) >> 32);
}

/*
 * The index of an upper half, entered if it is new; -1 if there is no room.
 * An entry is complete before the count says so; entry 0 is for upper half 0
 * (a program that is not position-independent) from the start, because a free
 * entry reads 0 too.
 */
static int high_index(struct ledger *ledger, uint32_t high)
{
	struct ledger_header *h = ledger->header;
	uint32_t count = load_acquire(&h->highs_count);

	for (uint32_t i = 0; i < count && i < DEPOT_HIGHS; i++) {
		if (load_relaxed(&h->highs[i]) == high)
			return (int)i;
	}
	for (uint32_t i = count; i < DEPOT_HIGHS; i++) {
		uint32_t none = 0;

		if (!cas_acq_rel(&h->highs[i], &none, high) && none != high)
			continue;
		while (count < i + 1 && !cas_acq_rel(&h->highs_count, &count, i + 1))
			;
		return (int)i;
	}
	return -1;
}

struct packed {
	uint32_t low[DEPTH_MAX];
	uint8_t high[DEPTH_MAX];
};

static bool pack(struct ledger *ledger, const uintptr_t *pcs, unsigned int depth,
		 struct packed *packed)
{
	uint32_t last = ~0u;
	int index = 0;

	for (unsigned int i = 0; i < depth; i++) {
		uint32_t high = (uint32_t)(pcs[i] >> 32);

		if (high != last) {
			index = high_index(ledger, high);
			if (index < 0)
				return false;
			last = high;
		}
		packed->low[i] = (uint32_t)pcs[i];
		packed->high[i] = (uint8_t)index;
	}
	return true;
}

/* True if the stack is this one. */
static bool same(const struct ledger *ledger, const struct ledger_stack *stack,
		 const uintptr_t *pcs, unsigned int depth)
{
	const uint8_t *high = (const uint8_t *)(stack->low + depth);
	const uint32_t *highs = ledger->header->highs;
	uintptr_t differ = 0;

	for (unsigned int i = 0; i < depth; i++)
		differ |= ((uintptr_t)highs[high[i]] << 32 | stack->low[i]) ^ pcs[i];
	return differ == 0;
}

static uint32_t find(const struct ledger *ledger, uint32_t from, uint32_t to, uint32_t hash,
		     uint32_t epoch, const uintptr_t *pcs, unsigned int depth)
{
	const struct ledger_stack *stack;

	for (; from != to; from = stack->next) {
		stack = ledger_at(ledger, from);
		if (stack->hash == hash && stack->depth == depth &&
		    stack->epoch == (uint16_t)epoch && same(ledger, stack, pcs, depth))
			return from;
	}
	return 0;
}

/* A complete record, linked nowhere yet. */
static never_inline uint32_t make(struct ledger *ledger, uint32_t hash, uint32_t epoch,
				  const uintptr_t *pcs, unsigned int depth)
{
	struct ledger_stack *stack;
	struct packed packed;
	uint32_t at;

	if (!pack(ledger, pcs, depth, &packed)) {
		ledger_lost(ledger, LOST_MEMORY);
		return 0;
	}
	at = ledger_take(ledger, sizeof(*stack) + depth * (sizeof(uint32_t) + 1));
	if (!at)
		return 0;
	stack = ledger_at(ledger, at);
	stack->hash = hash;
	stack->depth = (uint16_t)depth;
	stack->epoch = (uint16_t)epoch;
	memcpy(stack->low, packed.low, depth * sizeof(uint32_t));
	memcpy(stack->low + depth, packed.high, depth);
	return at;
}

uint32_t depot_put(struct ledger *ledger, const uintptr_t *pcs, unsigned int depth, bool *is_new)
{
	uint32_t epoch = load_acquire(&ledger->header->epoch);
	uint32_t hash, first, at, found;
	uint32_t *bucket;

	if (depth > DEPTH_MAX)
		depth = DEPTH_MAX;
	hash = hash_pcs(pcs, depth, epoch);
	bucket = &ledger->header->buckets[hash % DEPOT_BUCKETS];
	first = load_acquire(bucket);
	*is_new = false;
	found = find(ledger, first, 0, hash, epoch, pcs, depth);
	if (likely(found))
		return found;
	at = make(ledger, hash, epoch, pcs, depth);
	if (!at)
		return 0;
	for (;;) {
		uint32_t seen = first;

		((struct ledger_stack *)ledger_at(ledger, at))->next = first;
		if (cas_acq_rel(bucket, &first, at))
			break;
		/* Others came first; perhaps with this very stack. */
		found = find(ledger, first, seen, hash, epoch, pcs, depth);
		if (found)
			return found;
	}
	(void)add_relaxed(&ledger->header->stacks, 1);
	*is_new = true;
	return at;
}

uintptr_t depot_pc(const struct ledger *ledger, const struct ledger_stack *stack, unsigned int i)
{
	const uint8_t *high = (const uint8_t *)(stack->low + stack->depth);

	return (uintptr_t)ledger->header->highs[high[i]] << 32 | stack->low[i];
}

unsigned int depot_pcs(const struct ledger *ledger, uint32_t stack, uintptr_t *pcs,
		       unsigned int max)
{
	const struct ledger_stack *s = ledger_at(ledger, stack);
	unsigned int depth = s->depth < max ? s->depth : max;

	for (unsigned int i = 0; i < depth; i++)
		pcs[i] = depot_pc(ledger, s, i);
	return depth;
}
