/*
 * The findings of one process: each kind with the same stacks once, with a
 * count. Lists grow at their head and entries never move.
 *
 * Contract: any thread, signal handlers.
 */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include "model/ledger.h"

/* What is distinct about a finding; `path` is copied. */
struct finding_new {
	enum finding_kind kind;
	enum object_type object;
	unsigned int flags;
	int fd;
	uint32_t generation;
	int error;
	uint64_t ns;
	uint64_t owner;
	struct ledger_event events[ROLES];
	const void *path;
	size_t path_bytes;
};

#define FINDINGS_MAX 4096	/* distinct ones a process; more are counted as lost */

/* Enters or counts it. Returns its reference, or 0 if there is no room. */
uint32_t findings_add(struct ledger *, const struct finding_new *);

/* Takes one occurrence back. */
void findings_retract(struct ledger *, uint32_t finding);

/* Puts aside all of a kind (a forked child is about to exec). */
void findings_put_aside(struct ledger *, enum finding_kind);

/* What was put aside comes back: the exec failed. */
void findings_bring_back(struct ledger *);

#endif
