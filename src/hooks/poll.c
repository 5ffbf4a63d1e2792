/*
 * poll and select. poll tells of a dead number in revents, also where a
 * tombstone stands; select takes a tombstone for a file that is always ready,
 * so the ledger is asked for each number in the sets before.
 */
#include "hooks/families.h"

#define CENSUS_LENGTH 6

/* ---- poll -------------------------------------------------------------- */

void check_polled(const struct call *call, const struct pollfd *fds, nfds_t count, int ready)
{
	for (nfds_t i = 0; i < count && ready > 0; i++) {
		ready -= fds[i].revents != 0;
		if (unlikely(fds[i].revents & POLLNVAL))
			fd_bad(call, fds[i].fd);
	}
}

/*
 * Six or more numbers in a row, or all from 0 up, and no waiting: that asks which
 * of them are open, and uses none (findutils' xargs, before it starts a program).
 */
static bool is_census(const struct pollfd *fds, nfds_t count, int timeout_ms)
{
	if (timeout_ms != 0 || count < 3 || (count < CENSUS_LENGTH && fds[0].fd != 0))
		return false;
	for (nfds_t i = 1; i < count; i++) {
		if (fds[i].fd != fds[i - 1].fd + 1)
			return false;
	}
	return true;
}

static void poll_done(const struct call *call, const struct pollfd *fds, nfds_t count,
		      int timeout_ms, int ready)
{
	if (likely(ready <= 0) || !is_census(fds, count, timeout_ms))
		check_polled(call, fds, count, ready);
}

int HOOK(poll)(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	struct call call = CALL(poll);
	int r = REAL(poll)(fds, count, timeout_ms);

	poll_done(&call, fds, count, timeout_ms, r);
	return r;
}

int HOOK(__poll)(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	struct call call = CALL(__poll);
	int r = REAL(__poll)(fds, count, timeout_ms);

	poll_done(&call, fds, count, timeout_ms, r);
	return r;
}

int HOOK(__poll_chk)(struct pollfd *fds, nfds_t count, int timeout_ms, size_t room)
{
	struct call call = CALL(__poll_chk);
	int r = REAL(__poll_chk)(fds, count, timeout_ms, room);

	poll_done(&call, fds, count, timeout_ms, r);
	return r;
}

int HOOK(ppoll)(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask)
{
	struct call call = CALL(ppoll);
	int r = REAL(ppoll)(fds, count, timeout, mask);

	check_polled(&call, fds, count, r);
	return r;
}

int HOOK(__ppoll_chk)(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		      const sigset_t *mask, size_t room)
{
	struct call call = CALL(__ppoll_chk);
	int r;

	/* Only to be stopped there: where libc is an archive, it calls the hook of ppoll. */
	if (room / sizeof(*fds) < count)
		r = REAL(__ppoll_chk)(fds, count, timeout, mask, room);
	else
		r = REAL(ppoll)(fds, count, timeout, mask);

	check_polled(&call, fds, count, r);
	return r;
}

/* ---- select ------------------------------------------------------------ */

/*
 * Sets may be shorter or longer than fd_set. Like the kernel, nothing beyond
 * `count` is looked at; unlike it, nothing beyond FD_SETSIZE, for a program
 * may name a larger count than its sets have room for, as long as no such
 * descriptor is open (select(2), the kernel's clamp to the table's size).
 */
static int set_limit(int count)
{
	return count < FD_SETSIZE ? count : FD_SETSIZE;
}

/* The numbers from `first` on in the word of each set that holds it, together. */
static unsigned long members(int first, int limit, fd_set *const sets[3])
{
	unsigned long word = 0;

	for (int i = 0; i < 3; i++) {
		if (sets[i])
			word |= (unsigned long)sets[i]->fds_bits[first / NFDBITS];
	}
	if (limit - first < NFDBITS)
		word &= (1ul << (limit - first)) - 1;
	return word;
}

bool sets_stale(const struct call *call, int count, fd_set *const sets[3])
{
	int limit = set_limit(count);
	bool stale = false;

	for (int first = 0; first < limit; first += NFDBITS) {
		for (unsigned long word = members(first, limit, sets); word; word &= word - 1)
			stale |= fd_stale(call, first + __builtin_ctzl(word));
	}
	return stale;
}

void sets_failed(const struct call *call, int count, fd_set *const sets[3])
{
	int limit = set_limit(count);

	if (errno != EBADF)
		return;
	for (int first = 0; first < limit; first += NFDBITS) {
		for (unsigned long word = members(first, limit, sets); word; word &= word - 1)
			fd_bad(call, first + __builtin_ctzl(word));
	}
}

int HOOK(select)(int count, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout)
{
	struct call call = CALL(select);
	fd_set *const sets[3] = { in, out, except };
	int r;

	if (sets_stale(&call, count, sets))
		return fail(EBADF);
	r = REAL(select)(count, in, out, except, timeout);
	if (unlikely(r == -1))
		sets_failed(&call, count, sets);
	return r;
}

int HOOK(__select)(int count, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout)
{
	struct call call = CALL(__select);
	fd_set *const sets[3] = { in, out, except };
	int r;

	if (sets_stale(&call, count, sets))
		return fail(EBADF);
	r = REAL(__select)(count, in, out, except, timeout);
	if (unlikely(r == -1))
		sets_failed(&call, count, sets);
	return r;
}

int HOOK(pselect)(int count, fd_set *in, fd_set *out, fd_set *except,
		  const struct timespec *timeout, const sigset_t *mask)
{
	struct call call = CALL(pselect);
	fd_set *const sets[3] = { in, out, except };
	int r;

	if (sets_stale(&call, count, sets))
		return fail(EBADF);
	r = REAL(pselect)(count, in, out, except, timeout, mask);
	if (unlikely(r == -1))
		sets_failed(&call, count, sets);
	return r;
}
