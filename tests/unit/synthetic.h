/* A ledger made by hand, for the tests of those who read it. */
#ifndef TESTS_SYNTHETIC_H
#define TESTS_SYNTHETIC_H

#include "model/format.h"

#define SYNTHETIC_ROOM (1u << 20)

struct synthetic {
	union {
		uint8_t bytes[SYNTHETIC_ROOM];
		struct ledger_header header;
	};
};

/* A whole header: a process that ended with status 0, calls "", "open", "close". */
void synthetic_start(struct synthetic *);

/* Room for `count` bytes at a multiple of 8; its offset. */
uint32_t synthetic_take(struct synthetic *, size_t count);
uint32_t synthetic_keep(struct synthetic *, const void *bytes, size_t count);

uint32_t synthetic_stack(struct synthetic *, const uint64_t *pcs, unsigned int depth);

/* Puts number fd (below 65536) into this state, opened by open() with this stack. */
struct ledger_slot *synthetic_slot(struct synthetic *, int fd, enum slot_state, unsigned int flags,
				   uint32_t stack);

/* A finding at the head of the list. */
struct ledger_finding *synthetic_finding(struct synthetic *, enum finding_kind, int fd);

/* A copy from malloc of what is in use. */
uint8_t *synthetic_copy(const struct synthetic *, size_t *size);

#endif
