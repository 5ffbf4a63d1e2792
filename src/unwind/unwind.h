/*
 * Unwinding: how a stack is captured. One const struct a back end; the
 * runtime picks one at start (option `unwind`) and calls nothing else.
 */
#ifndef UNWIND_UNWIND_H
#define UNWIND_UNWIND_H

#include "base/compiler.h"

/*
 * Where a capture starts: the frame that called the hooked function, as it
 * will be once the hook has returned. pc is a return address.
 */
struct caller {
	uintptr_t pc;
	uintptr_t sp;	/* the canonical frame address of the hook */
	uintptr_t fp;	/* the frame-pointer register as the caller had it */
};

/*
 * The caller of the function this stands in. That function must be compiled
 * with a frame pointer (the Makefile gives -fno-omit-frame-pointer to all of
 * src/): its frame record holds the caller's.
 */
#define CALLER() ((struct caller){                                             \
	.pc = (uintptr_t)__builtin_return_address(0),                          \
	.sp = (uintptr_t)__builtin_dwarf_cfa(),                                \
	.fp = *(uintptr_t *)__builtin_frame_address(0),                        \
})

#define UNWIND_DEPTH_MAX 256

/*
 * pre (all members): may be called from any thread and from signal handlers,
 * except for init. None of them sets errno, allocates from the program's heap
 * or blocks, except init.
 */
struct unwinder {
	const char *name;

	/* Once a process, at start. 0, or -errno if this back end cannot work here. */
	int (*init)(void);

	/*
	 * Writes up to `max` return addresses, innermost first, pcs[0] being
	 * from->pc. Returns how many, at least 1. A frame that cannot be
	 * unwound ends the stack; nothing unreadable is ever touched.
	 */
	int (*capture)(const struct caller *from, uintptr_t *pcs, int max);

	/* A shared object went away: whatever is cached by address is void. */
	void (*flush)(void);

	/*
	 * This process, in its only thread, is about to fork one child after the
	 * other: what they find out is for all of them. NULL: there is nothing.
	 */
	void (*share)(void);

	/* It goes by the objects' unwind tables: stack_cache.h may stand in front. */
	bool by_tables;
};

/* libunwind's unw_backtrace. Not in the archive: it is loaded, which a static program cannot. */
extern const struct unwinder unwind_libunwind __attribute__((weak));
extern const struct unwinder unwind_cfi;	/* our own walker over .eh_frame */
extern const struct unwinder unwind_fp;		/* the chain of frame pointers, checked */
extern const struct unwinder unwind_caller;	/* one frame: the caller itself */

#endif
