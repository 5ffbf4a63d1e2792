/*
 * Telling a close-all from ordinary closes. A program that closes six or more
 * adjacent numbers in a row, in either direction and with holes allowed, is
 * clearing its table: whether a number was open does not matter to it, and
 * nothing of that is a finding. Pure bookkeeping on the thread's own data.
 */
#ifndef POLICY_CLOSEALL_H
#define POLICY_CLOSEALL_H

#include <string.h>

#include "base/str.h"
#include "base/thread.h"

/* A hole of up to this many numbers does not end the run: what is kept open. */
#define CLOSE_ALL_HOLE 8

static inline void close_run_begin(struct close_run *run, uint32_t first_finding)
{
	run->step = 0;
	run->stack = 0;
	run->findings[0] = first_finding;
	for (unsigned int i = 1; i < CLOSE_ALL_LENGTH; i++)
		run->findings[i] = 0;
}

/*
 * The thread closes `fd`. Returns how many adjacent closes this makes: 1
 * begins a new run, CLOSE_ALL_LENGTH is the moment when a close-all is known
 * for what it is (and the findings in run->findings are to be taken back).
 */
static inline unsigned int close_run_note(struct close_run *run, int fd)
{
	int delta = fd - run->last_fd;
	int step = delta > 0 ? 1 : -1;
	int distance = delta * step;
	bool adjacent;

	run->follows = run->length > 0;
	adjacent = run->follows && distance >= 1 && distance <= 1 + CLOSE_ALL_HOLE;

	run->last_fd = fd;
	if (!adjacent) {
		close_run_begin(run, 0);
		return run->length = 1;
	}
	/* The other direction: a new run, of which the last close is the first. */
	if (run->step == -step) {
		close_run_begin(run, run->length <= CLOSE_ALL_LENGTH ?
					     run->findings[run->length - 1] : 0);
		run->length = 1;
	}
	run->step = step;
	return ++run->length;
}

/* True while the closes of this thread are a close-all. */
static inline bool close_run_is_close_all(const struct close_run *run)
{
	return run->length >= CLOSE_ALL_LENGTH;
}

/* True for the path of a directory that lists the descriptors. */
static inline bool close_all_list(const char *path, size_t bytes)
{
	const size_t before = strlen("/proc/"), end = strlen("/fd");

	return str_is(path, bytes, "/dev/fd") ||
	       (bytes > before + end && memcmp(path, "/proc/", before) == 0 &&
		str_is(path + bytes - end, end, "/fd"));
}

/*
 * A list of the descriptors has the number it was read through, which is closed
 * before those in the list are. It is no double close among the closes of others,
 * however few they are: one that came before, with nothing in between, or comes
 * next (then close_run_listing says what to take back), or if `others` are not there.
 */
static inline bool close_run_alone(const struct close_run *run, bool others)
{
	return others && !run->follows;
}

/* Before the next close is noted: the finding that this takes back, or 0. */
static inline uint32_t close_run_listing(struct close_run *run)
{
	uint32_t listing = run->length > 0 ? run->listing : 0;

	/* Of a run, it is the last one's: never taken back twice. */
	if (listing && run->length <= CLOSE_ALL_LENGTH)
		run->findings[run->length - 1] = 0;
	run->listing = 0;
	return listing;
}

/* The thread did something else with a descriptor: the run is over. */
static inline void close_run_end(struct close_run *run)
{
	run->length = 0;
}

#endif
