/*
 * Holding closed numbers: the tombstone goes in their place, so that no open
 * is given the number before it has passed through the quarantine.
 *
 * Where close cannot report an error, dup3 over the number closes and holds
 * in one step. Where it can (a file system with a flush operation), a second
 * descriptor is closed first, for its error, and then dup3 closes the rest.
 * An open file is never moved to another number: closing the first would drop
 * the process's POSIX locks on the file.
 *
 * With one thread close and then F_DUPFD_CLOEXEC at the number would do, too, as for
 * what fclose closes. It is no cheaper: 1.18 of an open and close of a file for dup3's 1.19, 1.08
 * for 1.08 of a socket, 1.69 for 1.21 of a dup (Linux 6.18; floor.c). dup3 leaves the end of the file
 * to be done on the way back to the program, where the kernel also brings rseq(2)'s area up
 * to date: 0.03 of the 0.17 (without: GLIBC_TUNABLES=glibc.pthread.rseq=0).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/sys.h"
#include "runtime/hold.h"

#define STAND_IN_BASE 3
#define EVICTION_SPINS 10000

/* The kernel's SCM_MAX_FD: so many descriptors come in one message (unix(7)). */
#define MESSAGE_DESCRIPTORS 253

void fd_receiving(bool descriptors)
{
	const struct ledger_header *h = runtime.ledger.header;
	unsigned int count = load_relaxed(&runtime.quarantine.count);
	struct rlimit limit;
	uint64_t wanted;

	if (!descriptors || count == 0 || !runtime_enter() || runtime.sandboxed)
		return;
	wanted = load_relaxed(&h->opens) - load_relaxed(&h->closes) + h->inherited + count +
		 MESSAGE_DESCRIPTORS;
	if (sys_call6(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit, 0, 0) == 0 &&
	    wanted > limit.rlim_cur)
		(void)hold_evict(true);
}

bool hold_stands(int fd)
{
	struct stat st;

	if (runtime.sandboxed)
		return true;
	return sys_call3(SYS_fstat, fd, &st, 0) == 0 && st.st_dev == runtime.own.tomb_dev &&
	       st.st_ino == runtime.own.tomb_inode;
}

int hold_stand_in(int fd)
{
	int r;

	(void)add_relaxed(&runtime.passed, 1);
	r = sys_fcntl(fd, F_DUPFD_CLOEXEC, STAND_IN_BASE);

	return r >= 0 ? r : -1;
}

/*
 * Takes one tombstone away. Whoever is given the number by the kernel before
 * the slot says SLOT_CLOSED has written a new word, and that one stays.
 */
static cold void give_back(int fd, struct ledger_slot *slot, uint64_t word)
{
	if (!cas_acq_rel(&slot->word, &word, word_become(word, SLOT_EVICTING)))
		return;
	(void)sys_close(fd);
	word = word_become(word, SLOT_EVICTING);
	(void)cas_acq_rel(&slot->word, &word, word_become(word, SLOT_CLOSED));
}

hot void hold_enter(int fd, struct ledger_slot *slot, uint64_t word)
{
	if (!cas_acq_rel(&slot->word, &word, word_become(word, SLOT_HELD)))
		return;
	if (unlikely(!quarantine_push(&runtime.quarantine, fd))) {
		give_back(fd, slot, word_become(word, SLOT_HELD));
	} else if (unlikely(quarantine_due(&runtime.quarantine))) {
		(void)hold_evict(false);
	}
}

bool hold_over(int fd, struct ledger_slot *slot, uint64_t word)
{
	if (hold_put(fd) != fd)
		return false;
	hold_enter(fd, slot, word);
	return true;
}

int hold_close(int fd, struct ledger_slot *slot, uint64_t word)
{
	int stand_in = hold_stand_in(fd), r;

	if (stand_in < 0)
		return -ENOTSUP;
	r = sys_close(stand_in);
	return hold_over(fd, slot, word) ? r : -ENOTSUP;
}

/* Closes the runs of adjacent numbers among `fds`, which are sorted. */
static void close_sorted(const int *fds, unsigned int n)
{
	for (unsigned int i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && fds[j] == fds[j - 1] + 1; j++)
			;
		if (j - i > 1 &&
		    sys_close_range((unsigned int)fds[i], (unsigned int)fds[j - 1], 0) == 0)
			continue;
		for (unsigned int k = i; k < j; k++)
			(void)sys_close(fds[k]);
	}
}

static void sort(int *fds, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		int fd = fds[i];
		unsigned int j = i;

		for (; j > 0 && fds[j - 1] > fd; j--)
			fds[j] = fds[j - 1];
		fds[j] = fd;
	}
}

/* Moves the numbers that are still held to SLOT_EVICTING; returns how many. */
static unsigned int claim(int *fds, unsigned int n)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < n; i++) {
		struct ledger_slot *slot = ledger_slot(&runtime.ledger, fds[i]);
		uint64_t word = slot ? load_acquire(&slot->word) : 0;

		if (word_state(word) == SLOT_HELD &&
		    cas_acq_rel(&slot->word, &word, word_become(word, SLOT_EVICTING)))
			fds[kept++] = fds[i];
	}
	return kept;
}

static void release(const int *fds, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		struct ledger_slot *slot = ledger_slot(&runtime.ledger, fds[i]);
		uint64_t word = load_relaxed(&slot->word);

		/* Whoever is given the number by the kernel meanwhile has
		 * written a new word. */
		if (word_state(word) == SLOT_EVICTING)
			(void)cas_acq_rel(&slot->word, &word, word_become(word, SLOT_CLOSED));
	}
}

hot unsigned int hold_evict(bool all)
{
	int fds[QUARANTINE_BATCH];
	unsigned int n, evicted = 0;

	while ((n = quarantine_pop(&runtime.quarantine, all, fds)) > 0) {
		n = claim(fds, n);
		sort(fds, n);
		close_sorted(fds, n);
		release(fds, n);
		evicted += n;
	}
	return evicted;
}

bool hold_forget(struct ledger_slot *slot)
{
	uint64_t word = load_acquire(&slot->word);

	for (int spins = 0; spins < EVICTION_SPINS;) {
		if (word_state(word) == SLOT_EVICTING) {
			/* One system call long, on a descriptor that cannot block. But the
			 * evictor may be what this signal handler interrupted. */
			(void)sys_call3(SYS_sched_yield, 0, 0, 0);
			word = load_acquire(&slot->word);
			spins++;
			continue;
		}
		if (word_state(word) != SLOT_HELD)
			return false;
		if (cas_acq_rel(&slot->word, &word, word_become(word, SLOT_CLOSED)))
			return true;
	}
	return false;
}

void fd_wanted(const struct call *call, int fd)
{
	struct ledger_slot *slot;
	uint64_t word;

	(void)call;
	if (!runtime_enter())
		return;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;
	if (word_state(word) != SLOT_HELD)
		return;
	/* Freed by a raw system call, it may be somebody's by now. */
	if (hold_stands(fd))
		give_back(fd, slot, word);
	else
		slot_lost(fd, slot, word);
}

void fd_make_way(int fd)
{
	if (!runtime_enter())
		return;
	own_make_way(&runtime.own, fd);
	runtime_own_moved();
}
