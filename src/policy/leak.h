/*
 * Which open descriptors are leaks: a pure function of one slot. The command
 * applies it to the ledger of a process that has ended; the library, when it
 * was linked in and must report without the command.
 */
#ifndef POLICY_LEAK_H
#define POLICY_LEAK_H

#include "model/format.h"

/*
 * True where number `fd`, as its slot's word says, is the program's to answer
 * for at the end: open, opened by this process, not a standard stream and not
 * marked as kept on purpose. An opening that no hook saw has no stack and may be
 * libc's own: it is counted as lost, and is no leak. A slot in SLOT_CLOSING counts as closed: the
 * program had called close, and only the recording was cut short.
 */
static inline bool leak_is_candidate(uint64_t word, unsigned int fd)
{
	uint64_t flags = word >> 16 & 0xffff;

	return (word & 0xff) == SLOT_OPEN && fd > 2 &&
	       (flags & (SLOT_INHERITED | SLOT_IGNORED | SLOT_UNSEEN)) == 0;
}

/* True where this process can have leaks: it has ended, and they are looked for. */
static inline bool leak_is_due(enum process_end how, uint32_t checks, bool is_running)
{
	return !is_running && how != END_EXEC && (checks >> KIND_LEAK & 1) != 0;
}

/*
 * How often one place leaked: both ends of one pipe are one occurrence. Of a
 * group, `firsts` are the descriptors that a call made alone or first, `seconds`
 * those that it made beside another (SLOT_SECOND).
 */
static inline uint32_t leak_occurrences(uint32_t firsts, uint32_t seconds)
{
	return firsts > seconds ? firsts : seconds;
}

/* True where a group that leaked so often from one opening stack counts under `mode`. */
bool leak_counts(uint32_t mode, unsigned int occurrences);

#endif
