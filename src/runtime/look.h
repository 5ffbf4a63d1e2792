/*
 * A look at the ledger for the hooks of users, before they call on.
 *
 * The verbs for what is used have something to say only about numbers that are
 * not open. A hook that knows the number to be open may therefore end with a
 * jump to the real function instead of a call: one return after a system call,
 * which is mispredicted more often than not, is 7 ns of a read(2) of 175.
 */
#ifndef RUNTIME_LOOK_H
#define RUNTIME_LOOK_H

#include <fcntl.h>

#include "runtime/runtime.h"

/*
 * True if the library is at work and the ledger holds `fd` for open. False if it
 * does not know.
 */
static must_inline bool fd_plain(int fd)
{
	const struct ledger_slot *slot;

	if (unlikely(load_acquire(&runtime.state) != RUNTIME_LIVE || runtime_audits))
		return false;
	slot = ledger_slot(&runtime.ledger, fd);
	return likely(slot) && word_state(load_relaxed(&slot->word)) == SLOT_OPEN;
}

/* True if it is open and `owner`, which is not 0, has it. */
static must_inline bool fd_is_owned(int fd, uint64_t owner)
{
	return fd_plain(fd) &&
	       load_relaxed(&ledger_slot(&runtime.ledger, fd)->owner) == owner;
}

/* The same for the directory of an *at call. The path is not looked at: see fd_hidden_path. */
static must_inline bool fd_plain_dir(int dir)
{
	if (dir == AT_FDCWD)
		return load_acquire(&runtime.state) == RUNTIME_LIVE && !runtime_audits;
	return fd_plain(dir);
}

#endif
