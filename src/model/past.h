/*
 * Another ledger, of the program before an exec or of the parent, to take
 * stacks from: its file is read piece by piece. It is untrusted input: whatever
 * does not lie within the file, or makes no sense, is not there.
 *
 * Contract: one thread, at the start.
 */
#ifndef MODEL_PAST_H
#define MODEL_PAST_H

#include "model/ledger.h"

struct past {
	int fd;
	uint64_t used_bytes;
	struct {
		uint32_t calls, calls_bytes;
		uint32_t epoch, modules;
		uint64_t begun_ticks;
	} header;
	bool has_modules; /* they are in our list by now */
};

/* Looks at the ledger in `fd`, which stays the caller's. False: it is none that we can read. */
bool past_open(struct past *, int fd);

/* The slot of number `fd` in it. False: no call on it was ever recorded. */
bool past_slot(const struct past *, int fd, struct ledger_slot *slot);

/* Its stack, entered into our depot, with all that belongs to it; 0: not to be had. */
uint32_t past_stack(struct past *, uint32_t stack, struct ledger *to);

/* Its name for this thread, entered into ours. */
void past_thread(const struct past *, uint32_t tid, struct ledger *to);

/*
 * To be called at the end: our own stacks and modules belong to a later epoch
 * than those that were taken over.
 */
void past_close(const struct past *, struct ledger *to);

#endif
