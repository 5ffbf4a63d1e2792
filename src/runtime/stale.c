/*
 * The verdict on a number that the program had closed.
 *
 * The kernel's EBADF, or our tombstone in its place, is the trigger, and the
 * ledger gives the history; nothing is concluded from the ledger alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "base/str.h"
#include "base/sys.h"
#include "policy/closeall.h"
#include "runtime/hold.h"
#include "runtime/runtime.h"
#include "unwind/window.h"

/* True if the history is known: the program closed it, and we saw that. */
static bool closed_by_program(const struct ledger_slot *slot, uint64_t word)
{
	return slot->close_stack != 0 && !(word_flags(word) & SLOT_UNSEEN);
}

uint32_t stale_found(const struct call *call, enum finding_kind kind, int fd,
		     const struct ledger_slot *slot, uint64_t word)
{
	struct ledger_event events[ROLES] = { { 0 } };

	if (!runtime_checks(kind) || !closed_by_program(slot, word))
		return 0;
	events[ROLE_AT] = capture_event(call);
	events[ROLE_CLOSED] = event_closed(slot);
	events[ROLE_OPENED] = event_opened(slot);
	return finding_make(kind, fd, slot, word, events);
}

uint32_t never_open_found(const struct call *call, int fd)
{
	struct ledger_event events[ROLES] = { { 0 } };

	if (likely(!runtime_checks(KIND_BAD_DESCRIPTOR)))
		return 0;
	events[ROLE_AT] = capture_event(call);
	return finding_make(KIND_BAD_DESCRIPTOR, fd, NULL, 0, events);
}

/* The ledger believed it open, and it is not: a close that nobody saw. */
void slot_lost(int fd, struct ledger_slot *slot, uint64_t word)
{
	uint64_t lost = word_become(word, SLOT_CLOSED) | (uint64_t)SLOT_UNSEEN << 16;

	if (!cas_acq_rel(&slot->word, &word, lost))
		return;
	/* A close that nobody saw of what nobody saw opened is no news. */
	if (!(word_flags(word) & SLOT_UNSEEN))
		blind_note(BLIND_CLOSE, fd, NO_CALL);
	if (word_state(word) == SLOT_OPEN && !(word_flags(word) & SLOT_INHERITED))
		(void)add_relaxed(&runtime.ledger.header->closes, 1);
}

bool slot_was_listing(const struct ledger_slot *slot, uint64_t word)
{
	return slot->path && word_object(word) == OBJECT_DIRECTORY &&
	       close_all_list(ledger_at(&runtime.ledger, slot->path), slot->path_bytes);
}

/*
 * The call is on a number that is closed, or was never open. Looks at six such
 * in a row are a probe, and find nothing; neither does one look at the number
 * through which a list of the descriptors was read, for the list has it, too.
 */
static void used(const struct call *call, int fd, const struct ledger_slot *slot, uint64_t word)
{
	struct close_run *looks = &thread_self.looks;
	uint32_t finding = 0;

	if (call->looks)
		run_step(looks, fd);
	else
		close_run_end(looks);
	if (call->looks && (close_run_is_close_all(looks) || (slot && slot_was_listing(slot, word))))
		return;
	if (word_state(word) == SLOT_NEVER)
		finding = never_open_found(call, fd);
	else
		finding = stale_found(call, KIND_USE_AFTER_CLOSE, fd, slot, word);
	if (call->looks)
		run_note_finding(looks, finding);
}

/* The tombstone should stand here. False: it is gone, by a raw system call. */
static bool held_still(int fd, struct ledger_slot *slot, uint64_t word)
{
	if (word_state(word) == SLOT_EVICTING || hold_stands(fd))
		return true;
	slot_lost(fd, slot, word);
	return false;
}

static bool stale(const struct call *call, int fd, bool probe)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (!runtime_enter())
		return false;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;
	if (likely(word_state(word) == SLOT_OPEN))
		return false;
	if (word_state(word) != SLOT_HELD && word_state(word) != SLOT_EVICTING)
		return own_has(&runtime.own, fd);
	if (!held_still(fd, slot, word))
		return false;
	if (!probe)
		used(call, fd, slot, word);
	return true;
}

bool fd_stale(const struct call *call, int fd)
{
	return stale(call, fd, false);
}

bool fd_stale_probe(const struct call *call, int fd)
{
	return stale(call, fd, true);
}

/* A path is not to be trusted before the kernel has read it: a probe of memory may be one. */
static cold bool is_relative(const char *path)
{
	char first;

	return !path || (window_copy(&first, (uintptr_t)path, 1) && first != '/');
}

bool fd_stale_dir(const struct call *call, int dir, const char *path)
{
	return dir >= 0 && unlikely(fd_hidden(dir)) && is_relative(path) &&
	       stale(call, dir, false);
}

/* Is there a descriptor of this number, whatever may be done with it? */
static bool is_open(int fd)
{
	return sys_fcntl(fd, F_GETFD, 0) >= 0;
}

void fd_bad(const struct call *call, int fd)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (fd == AT_FDCWD || !runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;
	switch (word_state(word)) {
	case SLOT_OPEN:
		/* EBADF is also the answer to a write on what is open for
		 * reading only. */
		if (!runtime.sandboxed && !is_open(fd))
			slot_lost(fd, slot, word);
		break;
	case SLOT_HELD:
	case SLOT_EVICTING:
		if (held_still(fd, slot, word))
			used(call, fd, slot, word);
		break;
	case SLOT_CLOSING:
	case SLOT_CLOSED:
		if (runtime.sandboxed || !is_open(fd))
			used(call, fd, slot, word);
		break;
	default:
		used(call, fd, slot, word);
	}
}

void fd_failed(const struct call *call, int fd)
{
	if (unlikely(errno == EBADF))
		fd_bad(call, fd);
}

/* The number in "/proc/self/fd/N" or "/dev/fd/N"; -1: it is another path. */
static int number_in(const char *path)
{
	static const char *const places[] = { "/proc/self/fd/", "/dev/fd/" };
	size_t length;
	uint64_t n;

	for (size_t i = 0; i < array_size(places); i++) {
		length = strlen(places[i]);
		if (strncmp(path, places[i], length) == 0 &&
		    str_to_u64(path + length, strlen(path + length), INT_MAX, &n) == 0)
			return (int)n;
	}
	return -1;
}

bool fd_hidden_name(const char *path)
{
	int fd;

	if (!runtime_enter())
		return false;
	fd = number_in(path);
	return fd >= 0 && fd_hidden(fd);
}

bool fd_hidden(int fd)
{
	struct ledger_slot *slot;
	enum slot_state state;

	if (load_acquire(&runtime.state) != RUNTIME_LIVE)
		return false;
	slot = ledger_slot(&runtime.ledger, fd);
	state = slot ? word_state(load_acquire(&slot->word)) : SLOT_NEVER;
	return state == SLOT_HELD || state == SLOT_EVICTING || own_has(&runtime.own, fd);
}
