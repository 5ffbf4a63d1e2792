/*
 * A finding before its addresses have names: copied from the ledger's list,
 * or, for a leak, made from the slots that are still open.
 */
#ifndef FDWARDEN_RAW_FINDING_H
#define FDWARDEN_RAW_FINDING_H

#include "document.h"

struct raw_stack {
	enum stack_role role;
	struct ledger_event event;
	uint32_t count; /* descriptors, of a group of `exhausted` */
};

#define RAW_GROUPS_MAX 10 /* groups shown of what `exhausted` found open */

struct raw_finding {
	enum finding_kind kind;
	uint32_t count;
	uint32_t seconds; /* of a leak: how many of them were made beside another */
	int fd;
	uint32_t generation;
	int *fds; /* from malloc */
	size_t fd_count;
	int error;
	enum object_type object;
	unsigned int flags; /* SLOT_* */
	const char *path;   /* in the ledger, not NUL-terminated */
	size_t path_bytes;
	bool is_mixed; /* the members of a group have several paths */
	uint64_t owner;
	uint64_t ns;
	struct raw_stack stacks[ROLES + RAW_GROUPS_MAX];
	unsigned int stack_count;
};

struct raw_findings {
	struct raw_finding *all; /* from malloc */
	size_t count;
};

/* All findings of a process, leaks grouped by the reference of their stack. */
void raw_findings_read(struct raw_findings *, const struct document *, struct process *);
void raw_findings_free(struct raw_findings *);

#endif
