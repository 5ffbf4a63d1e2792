/*
 * What the library keeps for each thread: a few words of initial-exec
 * thread-local memory, never a pointer to anything that must be freed.
 * Written by its own thread only (and its signal handlers).
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include "base/compiler.h"

/* A close-all is told from ordinary closes by this many in a row. */
#define CLOSE_ALL_LENGTH 6

/* The closes, or the looks at what is closed, that this thread has just done in a
 * row: see policy/closeall.h. */
struct close_run {
	int last_fd;
	int step;		/* +1, -1, or 0 while there is only one close */
	unsigned int length;	/* 0: no run */
	uint32_t stack;		/* of the last close, and where it came from: */
	uintptr_t pc, sp;	/* the next one from the same frame has it too */
	bool follows;		/* the last close came next after another */
	uint32_t listing;	/* the finding about a list's own number, or 0 */
	uint32_t findings[CLOSE_ALL_LENGTH];	/* made in it, to be taken back */
};

struct thread_self {
	/*
	 * In a vfork child: our memory is the parent's, our descriptors are
	 * not. Set and cleared by the vfork hook; all verbs do nothing.
	 */
	int vfork_child;
	/* Inside the library: nested hooks (libunwind's calls) pass through. */
	int busy;
	/* Inside libunwind: its pipe, reads and writes go to unwind/shield.h. */
	int unwinding;
	/* Holds a lock of the library: a signal handler here must not wait. */
	int locked;
	int tid;	/* 0: not asked yet */
	/* fdw_disable without its fdw_enable: what is opened is no leak. */
	int disabled;
	int waiting;	/* findings of this thread wait to be told: runtime/tell.c */
	struct close_run run;
	/* Up to here it is what every event looks at: one cache line. */
	struct close_run looks;
	int closing;	/* inside the close behind ours: the number + 1; else 0 */
	/* The last syscall() of this thread, by its frame, and its number among the hooks. */
	uintptr_t raw_sp;
	uint16_t raw_call;
	int telling;	/* inside the program's callback for a finding */
	/* As vfork_child, while such a child is in exec: if that succeeds, the parent may
	 * run a signal handler before its vfork has put the mark back. */
	int vfork_exec;
} __attribute__((aligned(64)));

static_assert(offsetof(struct thread_self, run.follows) <= 64, "what is hot is together");

extern thread_local_ie struct thread_self thread_self;

/* libc's (sys/single_threaded.h): true until the first pthread_create. musl has none. */
extern char __libc_single_threaded __attribute__((weak));

/*
 * True if no other thread of libc's is there, so that a number that was just
 * closed is still free. What clone(2) made is not known: it is a hint.
 */
static inline bool thread_is_alone(void)
{
	return &__libc_single_threaded && __libc_single_threaded;
}

/* The kernel's number of this thread; one system call a thread. */
int thread_tid(void);

/* After fork, in the child: forgets what no longer holds. */
void thread_after_fork(void);

#endif
