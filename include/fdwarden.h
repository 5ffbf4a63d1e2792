/*
 * fdwarden: what a program may ask the library that watches its descriptors.
 *
 * All of this works whether or not the library is there when the program runs:
 * linked in, started under `fdwarden run`, or neither. Without it every call
 * here is a test of a weak symbol and answers what stands as "without the
 * library" below. C99 and later, C++11 and later; GCC and Clang. (What is
 * built with -no-pie meets the library only if it was linked with it: the
 * linker settles weak symbols for good there.)
 *
 * For all functions, unless it says otherwise:
 *   threads   may be called by any thread at any time, without a lock
 *   signals   may be called from a signal handler
 *   fork      in a vfork child they do nothing; in a child by fork they speak
 *             of the child, to which what it inherited does not count
 *   errno     is left alone by all that succeeds; set where an error is named
 *   times     are nanoseconds of CLOCK_MONOTONIC_COARSE (resolution 1-10 ms)
 */
#ifndef FDWARDEN_H
#define FDWARDEN_H

/* Its inline functions are not the program's to be warned about, however strict that is. */
#ifndef FDWARDEN_BUILDING
#pragma GCC system_header
#endif

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * FDW_CALL(type, name, (parameters), (arguments), without the library) declares
 * one function. In a program it is a call through a weak symbol. It stands for
 * the prototype `type name(parameters);`.
 */
#ifdef FDWARDEN_BUILDING
#define FDW_CALL(type, name, params, args, otherwise) \
	__attribute__((visibility("default"))) type name params;
#define FDW_CALL_VOID(name, params, args) __attribute__((visibility("default"))) void name params;
#else
/*
 * The library's function, and ours that calls it: two names for the assembler.
 * "artificial": no frame of a stack, in debuggers and in reports.
 */
#define FDW_DECLARE(type, name, params)                                               \
	extern __attribute__((weak, visibility("default"))) type name##_there params \
		__asm__(#name);                                                       \
	static __inline__ __attribute__((always_inline, artificial, unused))         \
		type name params __asm__(#name "_or_not");
#define FDW_CALL(type, name, params, args, otherwise)                 \
	FDW_DECLARE(type, name, params)                               \
	static __inline__ type name params                            \
	{                                                             \
		return name##_there ? name##_there args : (otherwise); \
	}
#define FDW_CALL_VOID(name, params, args)       \
	FDW_DECLARE(void, name, params)         \
	static __inline__ void name params      \
	{                                       \
		if (name##_there)               \
			name##_there args;      \
	}
#endif

/* ---- Descriptors ------------------------------------------------------- */

/* Frames kept here of a stack; the report has all (option depth). */
#define FDW_FRAMES 32
#define FDW_PATH_BYTES 512

/* One stack, and who it was. */
struct fdw_stack {
	const char *role; /* "opened", "closed", "owned", "at", "reopened"; NULL: not there */
	const char *call; /* the function that was called there: "open"; NULL: not known */
	int tid;	  /* the kernel's number of the thread; 0: not known */
	unsigned int depth; /* frames in pcs; 0: the stack is not known */
	uint64_t time_ns;   /* 0: not known */
	const void *pcs[FDW_FRAMES]; /* return addresses, innermost first */
};

/* Flags of a descriptor. */
#define FDW_OPEN      0x01u /* it is open, as far as the library saw */
#define FDW_INHERITED 0x02u /* it was open when the program image began, or at fork */
#define FDW_IGNORED   0x04u /* never a leak: 0-2, libc's own, or the program said so */
#define FDW_LEAK      0x08u /* it would be a leak if the process ended now */

struct fdw_info {
	int fd;
	unsigned int flags;	/* FDW_* */
	unsigned int generation; /* how often the number was opened; 0: inherited */
	unsigned int path_bytes; /* of path, without its NUL; it may be cut */
	uint64_t handle;	/* as from fdw_handle; 0: it is not open */
	uint64_t owner_tag;	/* 0: nobody owns it */
	const char *owner;	/* "FILE", "DIR", …; NULL: nobody */
	const char *object;	/* "file", "socket", "pipe", … */
	uint64_t age_ns;	/* since it was opened; 0: not known */
	struct fdw_stack opened; /* this generation */
	struct fdw_stack owned;	 /* where the owner took it */
	struct fdw_stack closed; /* only of a number that is closed */
	char path[FDW_PATH_BYTES]; /* as it was given to open; "" if there is none */
};

/*
 * What is known about number `fd`, open or closed: who opened it and when, its
 * kind, path, generation and owner. `bytes` is sizeof(struct fdw_info); that
 * many are written, or as many as the library knows of.
 * Returns 1; 0 if no call on this number was ever seen (*info is untouched).
 * Without the library: 0.
 */
FDW_CALL(int, fdw_describe, (int fd, struct fdw_info *info, size_t bytes), (fd, info, bytes), 0)

/*
 * The same as text on stderr, with the functions as dladdr(3) knows them; for
 * use in a debugger: `call fdw_print(5)`. fdw_print_to writes to `to` instead.
 * Returns as fdw_describe; a write that fails is given up. Not from signal
 * handlers (dladdr takes the dynamic linker's lock).
 */
FDW_CALL(int, fdw_print, (int fd), (fd), 0)
FDW_CALL(int, fdw_print_to, (int fd, int to), (fd, to), 0)

/*
 * A value that tells later whether the number is still the descriptor that it
 * is now: fdw_handle_valid answers 1 if so, 0 if it was closed since, whoever
 * has the number now. Handle 0 is never valid; a descriptor that is not open
 * has it. fdw_handle_fd gives the number back; -1 for handle 0.
 * A handle means something in this process (and in its children by fork) only.
 * A closing by a raw system call may go unseen until the number is given out again.
 * Without the library: the handle is a number only, and always valid.
 */
FDW_CALL(uint64_t, fdw_handle, (int fd), (fd), fd < 0 ? 0 : (uint64_t)fd + 1)
FDW_CALL(int, fdw_handle_valid, (uint64_t handle), (handle), handle != 0)
FDW_CALL(int, fdw_handle_fd, (uint64_t handle), (handle), (int)(uint32_t)handle - 1)

/* ---- Marks: what was left behind since --------------------------------- */

/* A moment. It is three numbers: copy it, nest it, forget it. */
struct fdw_mark {
	uint64_t opens;
	int32_t process;
	int32_t thread; /* 0: all of them */
};

#define FDW_PROCESS 0u /* what any thread opens counts */
#define FDW_THREAD  1u /* only what the calling thread opens */

/*
 * Takes a mark: a few loads. `flags` is FDW_PROCESS or FDW_THREAD.
 * A mark from before a fork means, in the child, the moment of the fork.
 */
#ifdef FDWARDEN_BUILDING
FDW_CALL(struct fdw_mark, fdw_mark, (unsigned int flags), (flags), )
#else
FDW_DECLARE(struct fdw_mark, fdw_mark, (unsigned int flags))
static __inline__ struct fdw_mark fdw_mark(unsigned int flags)
{
	struct fdw_mark none = { 0, 0, 0 };

	return fdw_mark_there ? fdw_mark_there(flags) : none;
}
#endif

typedef void (*fdw_info_fn)(void *ctx, const struct fdw_info *info);

/*
 * How many descriptors were opened since the mark and are still open. Not
 * those that are no leaks: ignored, inherited, 0-2. Calls `fn` for each, in
 * the order of their numbers, unless it is NULL; `fn` may open and close what
 * it likes. Costs a look at every number in use. Without the library: 0.
 */
FDW_CALL(int, fdw_since, (const struct fdw_mark *mark, fdw_info_fn fn, void *ctx),
	 (mark, fn, ctx), 0)

/*
 * The same as a report with names and lines, as `fdwarden run` prints it:
 * fdw_report_since writes it to descriptor `to` (-1: where other reports go,
 * the option log or stderr as it was at the start; under `fdwarden run`, where
 * no copy of it keeps a pipe open, descriptor 2 as it is now), fdw_text_since
 * into `text`, cut at `bytes` and ended with NUL ("" if there is nothing to report). The
 * fdwarden command finds the names (option symbolizer), as a process of its
 * own: milliseconds, and only where there is something to report. Without it
 * functions are named as far as dladdr(3) knows them.
 * Returns the number of descriptors reported: what a suppression names does
 * not count. Not from signal handlers. Without the library: 0, and "".
 */
FDW_CALL(int, fdw_report_since, (const struct fdw_mark *mark, int to), (mark, to), 0)
FDW_CALL(int, fdw_text_since, (const struct fdw_mark *mark, char *text, size_t bytes),
	 (mark, text, bytes), (bytes ? (void)(text[0] = '\0') : (void)0, 0))

/* ---- Leaks ------------------------------------------------------------- */

/*
 * A leak check now: whatever this process has opened, is open, and is not
 * ignored, as at the end of the process. Prints the report (to stderr, or the
 * option log) if there are any, tells fdw_on_finding's callback, and returns
 * how many descriptors that are. May be repeated; what still leaks is
 * reported each time. It does not end the process, whatever the options say.
 * fdw_count_leaks only counts (suppressions not looked at) and is signal safe.
 * Not from signal handlers. Without the library: 0.
 */
FDW_CALL(int, fdw_check, (void), (), 0)
FDW_CALL(int, fdw_count_leaks, (void), (), 0)

/*
 * The descriptor, until it is closed, is no leak, here and at the end.
 * Returns 0, or -1 if it is not open. Without the library: 0.
 */
FDW_CALL(int, fdw_ignore, (int fd), (fd), 0)

/*
 * The number must be open now, and stays open on purpose from now on (a log,
 * a cache, a listening socket): it is ignored as above. If the program has
 * closed it, that is a use-after-close at the caller, and -1 is returned, as
 * for any number that is not open. Without the library: 0.
 */
FDW_CALL(int, fdw_expect_open, (int fd), (fd), 0)

/*
 * Between the two, what this thread opens is no leak. They nest; a thread that
 * enables more often than it disabled stays enabled. Other findings are made.
 */
FDW_CALL_VOID(fdw_disable, (void), ())
FDW_CALL_VOID(fdw_enable, (void), ())

/* FDW_DISABLED_HERE; disables until the end of the block that it stands in. */
#define FDW_DISABLED_HERE \
	__attribute__((cleanup(fdw_enable_again), unused)) int fdw_disabled_here = fdw_disable_now()

#ifndef FDWARDEN_BUILDING
static __inline__ __attribute__((unused)) int fdw_disable_now(void)
{
	fdw_disable();
	return 0;
}

static __inline__ __attribute__((unused)) void fdw_enable_again(int *unused)
{
	(void)unused;
	fdw_enable();
}
#endif

/* ---- Growth: a cache or a leak? ---------------------------------------- */

/* What one place in the program opened and closed. */
struct fdw_growth {
	uint64_t opened;  /* since fdw_growth_begin */
	uint64_t closed;  /* since then, of all that this stack ever opened */
	uint64_t open;    /* still open now, of all that this stack ever opened */
	uint64_t oldest_ns; /* age of the oldest of those; 0 if there are none */
	struct fdw_stack stack; /* where they were opened */
};

typedef void (*fdw_growth_fn)(void *ctx, const struct fdw_growth *growth);

/*
 * Counts openings and closings by opening stack from now on; a few nanoseconds
 * for each, nothing while nobody counts. Up to 4 countings at a time, each of
 * up to 1,021 stacks; more are left out.
 * Returns its number, 0 or more; -1 if there are 4 already. Without the library: -1.
 */
FDW_CALL(int, fdw_growth_begin, (void), (), -1)

/*
 * Calls `fn` for each stack that opened or closed something since, the one
 * with the most still open first. The counting goes on. A place that has
 * opened and closed as often is a cache at most; one whose `open` is larger
 * each time, and whose oldest is old, is a leak.
 * Returns how many stacks that are, -1 for a number that is no counting.
 * It needs 16 KiB of stack. fdw_growth_print writes them as text to descriptor `to` (not
 * from signal handlers).
 */
FDW_CALL(int, fdw_growth_list, (int growth, fdw_growth_fn fn, void *ctx), (growth, fn, ctx), -1)
FDW_CALL(int, fdw_growth_print, (int growth, int to), (growth, to), -1)

/* Ends the counting. Returns 0, or -1 for a number that is no counting. */
FDW_CALL(int, fdw_growth_end, (int growth), (growth), -1)

/* ---- Findings ---------------------------------------------------------- */

#define FDW_STACKS 5

struct fdw_finding {
	const char *kind;     /* "double-close", as in the report */
	const char *severity; /* "error", "warning", "note" */
	int fd;		      /* -1: none in particular */
	unsigned int generation;
	unsigned int count; /* descriptors of a leak; else 1 */
	unsigned int stack_count;
	const char *object;
	const char *owner; /* NULL: nobody */
	uint64_t owner_tag;
	uint64_t time_ns;
	const char *path; /* "" if there is none */
	struct fdw_stack stacks[FDW_STACKS]; /* "at" first where there is one */
};

typedef void (*fdw_finding_fn)(void *ctx, const struct fdw_finding *finding);

/*
 * `fn` is called for each finding that is new, where it is found: inside the
 * call of the program that it is about, by that thread, be it in a signal
 * handler. One made by close() may be part of closing all, which is no finding:
 * it is told when the thread does something else with a descriptor; in a child
 * by fork that may yet exec, at its end. fdw_check and fdw_flush tell what waits.
 * Leaks are told by fdw_check alone. What the callback is given lives as long
 * as the call. The callback may do what a signal handler may, and open and
 * close descriptors; findings made by it are not told to it. Suppressions are
 * not looked at. One callback a process; NULL ends it.
 */
FDW_CALL_VOID(fdw_on_finding, (fdw_finding_fn fn, void *ctx), (fn, ctx))

/*
 * Tells the findings that wait, and where the options say so (abort_on_error,
 * halt_on_error) ends the process for them. For a harness, after each test.
 * Returns how many findings this process has (leaks are none yet).
 */
FDW_CALL(int, fdw_flush, (void), (), 0)

/* ---- Figures ----------------------------------------------------------- */

struct fdw_stats {
	uint64_t opens, closes; /* by the program, since its start */
	uint64_t open;		/* now; what was inherited does not count */
	uint64_t peak;		/* of open */
	uint64_t inherited;	/* at start, or at fork */
	uint64_t stacks;	/* distinct ones */
	uint64_t findings;	/* distinct ones; no leaks */
	uint64_t lost;		/* events and stacks that could not be recorded */
	uint64_t memory_bytes;	/* of the ledger */
};

/*
 * `bytes` is sizeof(struct fdw_stats). Returns 1; 0, and *stats untouched, if
 * the library does not watch this process. Without the library: 0.
 */
FDW_CALL(int, fdw_stats, (struct fdw_stats *stats, size_t bytes), (stats, bytes), 0)

/*
 * The end of the process is no leak check from now on: for a harness that
 * looked before. Other findings are reported as ever. Without the library: nothing.
 */
FDW_CALL_VOID(fdw_no_check_at_end, (void), ())

/*
 * The value of the library's option of this name: a number, 0 or 1, or the
 * place of a word in its list. -1: auto, a text, no such option.
 * Without the library: -1.
 */
FDW_CALL(long, fdw_option, (const char *name), (name), -1)

/* ---- Owners ------------------------------------------------------------ */

/*
 * Who alone may close a descriptor. A tag is 64 bits: the owner's type in the
 * upper 8 (enum android_fdsan_owner_type of android/fdsan.h has the numbers;
 * 0 and 255 are for any object), and 56 that tell one owner from another,
 * usually its address. 0 is nobody: whoever has the number may close it.
 * FILE and DIR own theirs without being told.
 */

/* The tag of an owner. A value of 0 gives tag 0, whatever the type. */
FDW_CALL(uint64_t, fdw_owner_tag, (unsigned int type, uint64_t value), (type, value), 0)

/*
 * Passes `fd` from owner `expected` to owner `tag`. If somebody else has it,
 * that is an owner-mismatch, found here, and who has it keeps it.
 * Returns 0, or -1 with EBADF in errno where it is not open. Without the library: 0.
 */
FDW_CALL(int, fdw_owner_exchange, (int fd, uint64_t expected, uint64_t tag), (fd, expected, tag), 0)

/* The tag of who owns `fd`; 0: nobody, or it is not open. */
FDW_CALL(uint64_t, fdw_owner_get, (int fd), (fd), 0)

/*
 * Closes `fd` on behalf of the owner `tag`: an owner-mismatch if somebody
 * else has it, or nobody, and closed nevertheless. Returns and sets errno as close(2).
 */
FDW_CALL(int, fdw_owner_close, (int fd, uint64_t tag), (fd, tag), close(fd))

/* ---- What the program may define --------------------------------------- */

/*
 * Options as in FDWARDEN_OPTIONS ("quarantine=64:leaks=repeated"), which wins
 * over these. Called once, before the program's constructors: return a literal.
 */
const char *fdw_default_options(void);

/* Suppressions, as they stand in a file of them. Called once, as above. */
const char *fdw_default_suppressions(void);

#ifdef __cplusplus
}
#endif
#endif
