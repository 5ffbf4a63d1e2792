/*
 * close(2) in the hook's own frame.
 *
 * After a system call the processor mispredicts the returns from the frames that
 * it was called through, 7 ns each. So all that comes before is one function, which
 * has returned by then; what is left is the call.
 */
#ifndef RUNTIME_CLOSE_H
#define RUNTIME_CLOSE_H

#include <errno.h>

#include "base/sys.h"
#include "runtime/hold.h"

enum close_how {
	CLOSE_HOLD,	/* put the tombstone over it */
	CLOSE_CALL,	/* call what closes it */
	CLOSE_DONE,	/* the answer is there */
};

struct close_step {
	struct ledger_slot *slot;	/* NULL: nothing was recorded */
	uint64_t word;			/* the slot's */
	int answer;
};

/* Records that `fd` is closed by `owner` (0: nobody's) and says how. */
enum close_how close_begin(const struct call *, int fd, uint64_t owner, int (*real_close)(int),
			   struct close_step *);

/* The tombstone could not be put there: it is closed without. */
enum close_how close_unheld(struct close_step *);

/* What `real_close` failed with, 0 or -errno. */
int close_failed(int fd, const struct close_step *, int r);

static must_inline int close_for(const struct call *call, int fd, uint64_t owner,
				 int (*real_close)(int))
{
	struct close_step step;
	enum close_how how = close_begin(call, fd, owner, real_close, &step);
	int r;

	if (how == CLOSE_HOLD) {
		if (likely(hold_put(fd) == fd)) {
			hold_enter(fd, step.slot, step.word);
			return 0;
		}
		how = close_unheld(&step);
	}
	if (how == CLOSE_DONE)
		return step.answer;
	r = likely(real_close(fd) == 0) ? 0 : -errno;
	if (step.slot)
		slot_passed(step.slot, step.word);
	return likely(r == 0) ? 0 : close_failed(fd, &step, r);
}

/*
 * close(2), all of it. Returns 0 or -errno, what the program must be told.
 * `real_close` does it where nothing stays in the number's place.
 */
static must_inline int fd_close(const struct call *call, int fd, int (*real_close)(int))
{
	return close_for(call, fd, 0, real_close);
}

#endif
