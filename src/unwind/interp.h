/*
 * Interpreters: how the frames of an interpreted language get into a stack.
 * One const struct each. An interpreter is found by its symbols in a loaded
 * object when a stack runs through that object for the first time: a process
 * without one pays for a look-up at each new object, and for nothing else.
 *
 * Contract for all: any thread, signal handlers; no lock of the interpreter is
 * taken, nothing of the program's is run, errno is untouched.
 */
#ifndef UNWIND_INTERP_H
#define UNWIND_INTERP_H

#include "base/objects.h"
#include "model/ledger.h"

#define INTERP_FRAMES_MAX 64

struct interpreter {
	const char *name;

	/* True: the object holds it, and its frames can be read. The ledger's
	 * header says so, and if not, which version it is. */
	bool (*detect)(struct ledger *, const struct object *);

	/*
	 * Writes up to `max` frames of the calling thread, innermost first, as
	 * a stack in the ledger has them (model/format.h). Returns how many.
	 */
	int (*capture)(struct ledger *, uintptr_t *words, int max);

	/*
	 * The stack that was kept for these native frames (a stack of the
	 * ledger) and the interpreted ones that the thread has now, or 0.
	 */
	uint32_t (*find)(uint32_t native);

	/*
	 * Keeps `stack` (not 0) for these native frames and what was captured
	 * of the calling thread, perhaps. `generation`: stack_cache.h.
	 */
	void (*keep)(struct ledger *, uint32_t native, const uintptr_t *words, int count,
		     uint32_t stack, uint32_t generation);
};

extern const struct interpreter interp_python; /* CPython 3.9 to 3.14 */

/* The interpreter in this object whose frames can be read, or NULL. */
const struct interpreter *interp_in(struct ledger *, const struct object *);

#endif
