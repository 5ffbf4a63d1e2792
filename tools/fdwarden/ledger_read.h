/*
 * Reads a ledger that a process left behind, or is still writing. The file is
 * untrusted: it is copied first, so that nothing changes under us, and every
 * reference, length and enumeration taken from it is checked. What is wrong
 * is left out and noted in `damaged`; the rest is still used.
 */
#ifndef FDWARDEN_LEDGER_READ_H
#define FDWARDEN_LEDGER_READ_H

#include "base/compiler.h"
#include "model/format.h"

struct ledger_copy {
	uint8_t *bytes;
	size_t size;
	size_t reach; /* what the process used when we were done; the rest came too late */
	const struct ledger_header *header; /* at its start */
	const char **calls;                 /* names of calls by index */
	unsigned int call_count;
	const char *damaged; /* the first thing found wrong, or NULL */
};

enum ledger_result {
	LEDGER_READ,       /* some of it may be damaged */
	LEDGER_UNUSED,     /* no process wrote to it: ignore it */
	LEDGER_UNREADABLE, /* *why says so */
};

/* Reads the whole of an open file. *why is a constant text. */
enum ledger_result ledger_copy_read(struct ledger_copy *, int fd, const char **why);
/* The same for bytes in memory, which it takes over (from malloc). */
enum ledger_result ledger_copy_take(struct ledger_copy *, uint8_t *bytes, size_t size,
				    const char **why);
void ledger_copy_free(struct ledger_copy *);

/* `count` bytes at a reference, or NULL: they came too late, or (then damaged) are nowhere. */
const void *ledger_bytes(struct ledger_copy *, uint32_t offset, size_t count);

/* The name of a call, or NULL. */
const char *ledger_call(const struct ledger_copy *, unsigned int index);

/* The name of a thread, or NULL. */
const char *ledger_thread_name(const struct ledger_copy *, uint32_t tid);

/*
 * A stack's addresses, innermost first, then the frames of an interpreter
 * (FRAME_*), at most `max`: their number. *epoch is set to the stack's. 0 if there is no stack.
 */
unsigned int ledger_stack(struct ledger_copy *, uint32_t offset, uint64_t *pcs, unsigned int max,
			  unsigned int *epoch);

/* The place, the code that such a frame is about, all of its bytes there; or NULL. */
const struct ledger_place *ledger_place(struct ledger_copy *, uint32_t offset);
const struct ledger_code *ledger_code(struct ledger_copy *, uint32_t offset);

/* The module that held an address at this epoch, or NULL. */
const struct ledger_module *ledger_module(struct ledger_copy *, uint64_t pc, unsigned int epoch);

/* Calls `each` for all numbers in order. */
void ledger_each_slot(struct ledger_copy *,
		      void (*each)(void *ctx, int fd, const struct ledger_slot *), void *ctx);

/* Calls `each` for all findings that stand, the oldest first. 0, or -ENOMEM. */
int ledger_each_finding(struct ledger_copy *,
			void (*each)(void *ctx, const struct ledger_finding *), void *ctx);

/* Calls `each` for all blind spots, the newest first. */
void ledger_each_blind(struct ledger_copy *,
		       void (*each)(void *ctx, const struct ledger_blind *), void *ctx);

#endif
