/*
 * The window: which memory a capture may read. Stacks are of unknown extent
 * (threads of 16 KiB, coroutines, alternate signal stacks), and a wrong frame
 * must end the stack, not the program: so every page is shown to be readable
 * before the first read from it, by a system call that answers EFAULT where a
 * load would fault. The pages above the stack pointer of the stack a thread
 * runs on stay mapped while it runs there, so what was shown once is kept for
 * the thread; window.c says how far that is trusted.
 *
 * Contract for all: any thread, any signal handler, a vfork child; no lock,
 * no allocation, errno untouched.
 */
#ifndef UNWIND_WINDOW_H
#define UNWIND_WINDOW_H

#include "base/compiler.h"

/* Reads what is not its own: other frames' red zones, whatever is there. */
#define reads_stack __attribute__((no_sanitize("address", "thread", "undefined")))

struct window {
	uintptr_t lo;   /* on a page boundary */
	uintptr_t room; /* a word may be read at [lo, lo + room); 0: nowhere yet */
	bool kept;      /* grown pages are remembered for the thread */
};

/* A word of the stack, at any address and of any type. */
typedef uintptr_t stack_word __attribute__((aligned(1), may_alias));

/* 0 if pages can be shown to be readable here, or -errno (a seccomp sandbox). */
int window_init(void);

/*
 * The program enters a sandbox (seccomp): from now on the kernel is not asked,
 * and captures keep to the stacks that libc and the kernel made.
 */
void window_sandboxed(void);

/* Asks the kernel, and remembers nothing. */
bool window_readable(uintptr_t at, size_t size);

/* Copies what others may unmap at any time, by a system call; false: it is not there. */
bool window_copy(void *to, uintptr_t from, size_t size);

/* Any stack but the main one. */
void window_open_other(struct window *w, uintptr_t sp);

/*
 * The end of the main stack's part that frames are in. The 8 MiB below are
 * only stack: when it maps other things, the kernel leaves at least 128 MiB
 * (mmap_base()).
 */
extern uintptr_t window_main_top __attribute__((visibility("hidden")));
#define WINDOW_STACK_BYTES (8ul << 20)

/* The caller of a hook is at most so far above the capture. */
#define WINDOW_HOOK_BYTES (64ul << 10)

/* The grain of the checks; where pages are larger it is only finer than needed. */
#define WINDOW_PAGE 4096ul

/* True of the stack pointer of a capture on the main stack: all up to window_main_top is there. */
static must_inline bool window_is_main(uintptr_t sp)
{
	return window_main_top - sp - 1 < WINDOW_STACK_BYTES &&
	       sp - (uintptr_t)__builtin_frame_address(0) < WINDOW_HOOK_BYTES;
}

/* The window of a capture that starts at this stack pointer. */
static must_inline void window_open(struct window *w, uintptr_t sp)
{
	if (unlikely(!window_is_main(sp))) {
		window_open_other(w, sp);
		return;
	}
	w->lo = sp & ~(WINDOW_PAGE - 1);
	w->room = window_main_top - w->lo - (sizeof(uintptr_t) - 1);
	w->kept = false;
}

/* From here on only what this capture has shown itself: addresses are guesses. */
void window_distrust(struct window *w);

/* Makes the word at this address readable. False if it is not. */
bool window_grow(struct window *w, uintptr_t at);

static must_inline bool window_holds(const struct window *w, uintptr_t at)
{
	return at - w->lo < w->room;
}

/* The word at this address. False, and nothing read, if it is not readable. */
static inline reads_stack bool window_read(struct window *w, uintptr_t at, uintptr_t *value)
{
	if (!window_holds(w, at) && !window_grow(w, at))
		return false;
	*value = *(const stack_word *)at;
	return true;
}

#endif
