/*
 * The ledger as the writer holds it: the arena, its header, and the slots.
 * Stacks are in depot.h, modules in modules.h, findings in findings.h.
 *
 * Contract: any thread, signal handlers; nothing blocks.
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include <assert.h>

#include "base/arena.h"
#include "model/format.h"

#define LEDGER_LOW 1024u	/* the numbers that most programs get by with */

struct ledger {
	struct ledger_header *header;	/* at the arena's start */
	struct arena arena;
	/* The blocks of the low numbers, as in the directory, in one cache line; 0: look there. */
	uint32_t low[LEDGER_LOW / SLOT_BLOCK] __attribute__((aligned(8)));
	unsigned int slots_end;	/* no number from here on has a slot */
	bool sandboxed;		/* no system call for it any more */
};

static_assert(sizeof(struct ledger_slot) == ARENA_LINE &&
	      SLOT_BLOCK * sizeof(struct ledger_slot) >= ARENA_ALIGNED,
	      "a slot never crosses a cache line");

/* Makes an empty ledger in `fd`, an empty file, or in memory if fd is -1. 0 or -errno. */
int ledger_start(struct ledger *, int fd);

/* A little one in memory, for a process that forks for its living: arena_start_little(). */
int ledger_start_little(struct ledger *);

/* Room for `bytes` in the ledger, zeroed; 0 if there is none (counted as lost). */
uint32_t ledger_take(struct ledger *, size_t bytes);

/* A copy of `bytes` at `from`; 0 if there is no room. */
uint32_t ledger_keep(struct ledger *, const void *from, size_t bytes);

static inline void *ledger_at(const struct ledger *ledger, uint32_t offset)
{
	return arena_at(&ledger->arena, offset);
}

/* The name of a call, by its index in a slot or an event; NULL: there is none. */
const char *ledger_call_name(const struct ledger *, uint16_t call);

static inline void ledger_lost(struct ledger *ledger, enum lost what)
{
	(void)add_relaxed(&ledger->header->lost[what], 1);
}

/* ---- Slots ------------------------------------------------------------- */

/* The same by the directory. */
cold struct ledger_slot *ledger_slot_high(const struct ledger *ledger, int fd);

/* The slot of fd, or NULL if no call on a number near it was ever recorded. */
static inline struct ledger_slot *ledger_slot(const struct ledger *ledger, int fd)
{
	unsigned int n = (unsigned int)fd;
	uint32_t at = likely(n < LEDGER_LOW) ? load_acquire(&ledger->low[n / SLOT_BLOCK]) : 0;

	if (unlikely(!at))
		return ledger_slot_high(ledger, fd);
	return (struct ledger_slot *)(ledger->arena.base + at) + n % SLOT_BLOCK;
}

/* The slot of fd, made if need be; NULL if fd is negative, too high, or there is no room. */
cold struct ledger_slot *ledger_slot_new(struct ledger *, int fd);

static inline struct ledger_slot *ledger_slot_make(struct ledger *ledger, int fd)
{
	struct ledger_slot *slot = ledger_slot(ledger, fd);

	return likely(slot) ? slot : ledger_slot_new(ledger, fd);
}

/* The parts of a slot's word. */
static inline enum slot_state word_state(uint64_t word)
{
	return (enum slot_state)(word & 0xff);
}

static inline enum object_type word_object(uint64_t word)
{
	return (enum object_type)(word >> 8 & 0xff);
}

static inline unsigned int word_flags(uint64_t word)
{
	return word >> 16 & 0xffff;
}

static inline uint32_t word_generation(uint64_t word)
{
	return (uint32_t)(word >> 32);
}

static inline uint64_t word_make(uint32_t generation, unsigned int flags, enum object_type object,
				 enum slot_state state)
{
	return (uint64_t)generation << 32 | (uint64_t)(flags & 0xffff) << 16 |
	       (uint64_t)object << 8 | (uint64_t)state;
}

/* The same word in another state. */
static inline uint64_t word_become(uint64_t word, enum slot_state state)
{
	return (word & ~(uint64_t)0xff) | (uint64_t)state;
}

/*
 * Puts `bytes` into the slot's buffer, in place of what is there; cut at
 * SLOT_PATH_MAX. To be called by whoever owns the slot (format.h).
 */
#define SLOT_PATH_MAX 4096
void slot_set_path(struct ledger *, struct ledger_slot *, const void *path, size_t bytes);

/* The same with what is in the buffer of `from`, another slot. */
void slot_set_path_of(struct ledger *, struct ledger_slot *slot, const struct ledger_slot *from);

/* The same for a string, or NULL. */
void slot_set_name(struct ledger *, struct ledger_slot *, const char *path);

/* Walks all numbers that have a slot: for (fd = -1; (slot = ledger_next(l, &fd)); ) */
struct ledger_slot *ledger_next(const struct ledger *, int *fd);

#endif
