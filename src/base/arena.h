/*
 * One growing piece of memory at a fixed address: a mapped file, or anonymous
 * memory. Everything that the ledger records lies in one. Only grows; nothing
 * is ever freed.
 *
 * Contract: any thread, signal handlers. Never blocks: where another thread
 * holds the right to grow for too long, the allocation fails.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/compiler.h"

struct arena {
	uint8_t *base;
	size_t reserved_bytes;	/* of address space */
	size_t mapped_bytes;	/* usable; grows */
	int fd;			/* the file behind it, or -1 */
	int growing;		/* not 0 while a thread is at it */
	bool trimmed;		/* what it may grow into is not reserved any more */
};

/*
 * Reserves address space (less if there is a limit) and maps the first part:
 * of `fd`, which must be an empty file open for reading and writing, or of
 * anonymous memory if fd is -1. 0 or -errno.
 */
int arena_start(struct arena *, int fd, size_t first_bytes);

/*
 * Address space has been limited (RLIMIT_AS): of what is reserved and not used, no more
 * stays than a small part of the limit.
 */
void arena_addresses_limited(struct arena *);

/* Files are about to be limited (RLIMIT_FSIZE): its own takes some room while it may. */
void arena_before_file_limit(struct arena *);

/*
 * One of anonymous memory, so small that it may lie between what else is mapped (a large
 * reservation has a page table to itself): all of it mapped at once, and of what it would
 * grow into nothing reserved, as after arena_trim(). 0 or -errno.
 */
int arena_start_little(struct arena *, size_t bytes);

#define ARENA_LINE    64u
#define ARENA_ALIGNED 4096u

/*
 * `bytes` more, zeroed, at a multiple of 8, or of a cache line (ARENA_LINE) if it is
 * ARENA_ALIGNED or more. `used` is the arena's own count of what is taken and lies in
 * it. Returns the offset, or 0 if there is no room.
 */
uint32_t arena_take(struct arena *, uint64_t *used, size_t bytes);

/*
 * A private copy of the first `used` bytes as ordinary memory, to become this
 * arena in a forked child. NULL if there is no memory.
 */
void *arena_copy(const struct arena *, uint64_t used);
void arena_copy_drop(const struct arena *, void *copy);

/* In the child: the copy takes the arena's place; no file is behind it. */
int arena_adopt_copy(struct arena *, void *copy);

/*
 * Of an anonymous arena: gives back the pages that are not used yet, and the address
 * space to grow into, for each is work in a fork. It grows as long as nobody else has that.
 */
void arena_trim(struct arena *, uint64_t used);

/* The anonymous arena moves into `fd`, an empty file. 0 or -errno. */
int arena_move_to_file(struct arena *, int fd, uint64_t used);

/*
 * True if RLIMIT_FSIZE lets a file grow to this size; the kernel answers a
 * breach with SIGXFSZ, so it must be asked before every write to a file.
 */
bool arena_file_may_be(size_t bytes);

static inline void *arena_at(const struct arena *arena, uint32_t offset)
{
	return offset ? arena->base + offset : NULL;
}

#endif
