/*
 * clone(2) by libc's function. What the child shares decides what it is:
 *
 *	memory and descriptors	a thread like any other
 *	memory alone		a stranger: what it does must not reach our ledger
 *	descriptors alone	a stranger, too: its copy of the ledger would go stale
 *	neither			a child, as by fork
 *
 * The child begins in begin(), which says so to the runtime and calls on.
 */
#include <sched.h>
#include <stdarg.h>

#include "hooks/hooks.h"
#include "runtime/lifecycle.h"

/* Lies on the child's stack, above its first frame: the parent may be gone by then. */
struct beginning {
	int (*fn)(void *);
	void *arg;
	void *prepared;
	int flags;
};

static int begin(void *at)
{
	struct beginning b = *(const struct beginning *)at;
	int status;

	if (b.flags & CLONE_VM)
		process_stranger_begin(b.flags & (CLONE_VFORK | CLONE_SETTLS));
	else if (b.flags & CLONE_FILES)
		process_leave_alone();
	else
		process_fork_child(b.prepared);
	status = b.fn(b.arg);
	/* libc's function ends the child by the bare system call. */
	if (b.flags & CLONE_VM)
		process_stranger_end();
	else
		process_ending(status);
	return status;
}

/* A child that shares our memory or our descriptors, or none of them. */
static int start(struct beginning *b, void *stack, int *pidfd, void *tls, int *tid)
{
	bool forks = !(b->flags & (CLONE_VM | CLONE_FILES));
	int before = thread_self.vfork_child;
	struct beginning *top;
	int r;

	top = (void *)(((uintptr_t)stack - sizeof(*top)) & ~(uintptr_t)15);
	b->prepared = forks ? process_fork_prepare() : NULL;
	*top = *b;
	r = REAL(clone)(begin, top, b->flags, top, pidfd, tls, tid);
	if (forks)
		process_fork_parent(b->prepared, r < 0);
	/* Its mark on the thread-local words that it shared with us. */
	if (b->flags & CLONE_VFORK)
		thread_self.vfork_child = before;
	return r;
}

int HOOK(clone)(int (*fn)(void *), void *stack, int flags, void *arg, ...)
{
	struct beginning b = { .fn = fn, .arg = arg, .flags = flags };
	bool thread = (flags & CLONE_VM) && (flags & CLONE_FILES);
	struct call call = CALL(clone);
	int *pidfd, *tid, r;
	va_list args;
	void *tls;

	va_start(args, arg);
	pidfd = va_arg(args, int *);
	tls = va_arg(args, void *);
	tid = va_arg(args, int *);
	va_end(args);
	do
		r = thread || !fn || !stack ? REAL(clone)(fn, stack, flags, arg, pidfd, tls, tid)
					    : start(&b, stack, pidfd, tls, tid);
	while (r < 0 && fd_exhausted(&call));
	if (r > 0 && flags & CLONE_PIDFD)
		fd_opened(&call, *pidfd, OBJECT_PIDFD, NULL, 0);
	return r;
}
