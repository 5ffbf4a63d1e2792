/*
 * How far memory is trusted.
 *
 * While a thread runs on a stack, the pages from its stack pointer up to the
 * top of that stack cannot go away, so frames that are really there can be
 * read. What must be caught are frames that are not: a smashed stack, code
 * without tables, garbage.
 *
 * The main stack is known: one mapping, up to where the kernel put the
 * auxiliary vector's data. There nothing is asked, so a program in a sandbox
 * that kills for any other system call is not killed for ours.
 *
 * On other stacks (threads', coroutines', alternate ones) the window of a
 * thread is one range of pages, each shown to be readable by a system call. A
 * capture takes it over only if its own starting stack pointer lies inside;
 * any other stack, and a deeper page, starts a new window.
 *
 * Such a window can be stale in one way: stack A is unmapped, a smaller stack
 * B is mapped over its lower part, and the thread makes no capture elsewhere
 * in between. Then the window still counts pages above B's top. Frames that
 * are really there never lead above B's top. Guesses do (a chain of frame
 * pointers in code without tables), and so at the first guess
 * window_distrust() makes the capture show every page again. What remains is
 * a stack that is both so replaced and overwritten with addresses of real code.
 *
 * A guard page is never inside: a window grows without a gap, and what lies
 * far above it (a frame of a megabyte, the stack that a signal handler on an
 * alternate stack interrupted) gets a window for this capture alone.
 *
 * The range is one word, so that a signal handler that captures in the middle
 * of a capture finds, and leaves, a range that belongs together.
 */
#include "unwind/window.h"

#include <errno.h>
#include <sys/auxv.h>
#include <sys/uio.h>

#include "base/sys.h"
#include "base/thread.h"
#include "base/valgrind.h"

#define PAGE        WINDOW_PAGE
#define PAGE_OF(at) ((at) & ~(PAGE - 1))

/* Pages that a window grows by at once; what is farther starts another one. */
#define GROW_PAGES 16

/* First page << 16 | number of pages: 48-bit addresses, at most 256 MiB. */
#define KEPT_BITS      16
#define KEPT_PAGES_MAX ((1ul << KEPT_BITS) - 1)

static thread_local_ie uint64_t kept_window;

hot_data uintptr_t window_main_top;

static bool sandboxed;
static bool under_valgrind;

/*
 * rt_sigprocmask copies the new mask in before it looks at `how` (Linux
 * kernel/signal.c), so an invalid one changes nothing and tells EFAULT from
 * EINVAL. Chosen because any sandbox that lets threads start must allow it,
 * unlike process_vm_readv, and because it leaves nothing behind, unlike a pipe.
 * Valgrind does it another way, and complains.
 */
static bool is_readable(uintptr_t page)
{
	char byte;

	if (unlikely(under_valgrind))
		return window_copy(&byte, page, sizeof(byte));
	return !load_relaxed(&sandboxed) &&
	       sys_call6(SYS_rt_sigprocmask, -1, (long)page, 0, 8, 0, 0) == -EINVAL;
}

bool window_readable(uintptr_t at, size_t size)
{
	for (uintptr_t page = PAGE_OF(at); page < at + size; page += PAGE) {
		if (!is_readable(page))
			return false;
	}
	return true;
}

bool window_copy(void *to, uintptr_t from, size_t size)
{
	struct iovec here = { to, size }, there = { (void *)from, size };

	return !load_relaxed(&sandboxed) &&
	       sys_call6(SYS_process_vm_readv, thread_tid(), (long)&here, 1, (long)&there, 1, 0) ==
		       (long)size;
}

int window_init(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	under_valgrind = is_under_valgrind();
	if (!is_readable(PAGE_OF(here)) || is_readable(PAGE_OF(UINTPTR_MAX)))
		return -ENOTSUP;
	/* Sixteen bytes that the kernel puts above the first frame. */
	window_main_top = PAGE_OF(getauxval(AT_RANDOM)) + PAGE;
	return 0;
}

void window_sandboxed(void)
{
	store_relaxed(&sandboxed, true);
}

static void set_size(struct window *w, uintptr_t size)
{
	w->room = size - (sizeof(uintptr_t) - 1);
}

static uintptr_t end_of(const struct window *w)
{
	return w->room ? w->lo + w->room + sizeof(uintptr_t) - 1 : w->lo;
}

/* Where the stack ends that this thread runs on, in a sandbox, or 0. */
static uintptr_t top_of_stack(uintptr_t sp)
{
	/* libc puts a thread's thread-local data at the top of its stack. */
	uintptr_t top = PAGE_OF((uintptr_t)&kept_window) + PAGE;

	return load_relaxed(&sandboxed) && sp < top && top - sp <= WINDOW_STACK_BYTES ? top : 0;
}

void window_open_other(struct window *w, uintptr_t sp)
{
	uint64_t kept = load_relaxed(&kept_window);
	uintptr_t lo = kept >> KEPT_BITS << 12;
	uintptr_t size = (kept & KEPT_PAGES_MAX) << 12;
	bool is_live = sp - (uintptr_t)__builtin_frame_address(0) < WINDOW_HOOK_BYTES;
	uintptr_t top = is_live ? top_of_stack(sp) : 0;

	w->kept = !top;
	if (top) {
		w->lo = PAGE_OF(sp);
		set_size(w, top - w->lo);
	} else if (sp - lo < size) {
		w->lo = lo;
		set_size(w, size);
	} else {
		w->lo = PAGE_OF(sp);
		w->room = 0;
	}
}

void window_distrust(struct window *w)
{
	w->lo = 0;
	w->room = 0;
	w->kept = false;
}

static void keep(const struct window *w, uintptr_t end)
{
	uint64_t pages = (end - w->lo) / PAGE;

	if (w->kept && w->lo >> 48 == 0 && pages <= KEPT_PAGES_MAX)
		store_relaxed(&kept_window, w->lo >> 12 << KEPT_BITS | pages);
}

/* An empty window at a page, for this capture alone. */
static void move_to(struct window *w, uintptr_t page)
{
	w->lo = page;
	w->room = 0;
	w->kept = false;
}

cold bool window_grow(struct window *w, uintptr_t at)
{
	uintptr_t first = PAGE_OF(at), last = PAGE_OF(at + sizeof(uintptr_t) - 1);

	if (at > UINTPTR_MAX - PAGE)
		return false;
	if (at < w->lo || last - end_of(w) >= GROW_PAGES * PAGE)
		move_to(w, first);
	for (uintptr_t page = end_of(w); page <= last; page = end_of(w)) {
		if (is_readable(page)) {
			set_size(w, page + PAGE - w->lo);
			keep(w, page + PAGE);
		} else if (page < first) {
			move_to(w, first);
		} else {
			return false;
		}
	}
	return true;
}
