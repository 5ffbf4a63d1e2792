/*
 * The verbs: what can happen to a descriptor. A hook turns one libc call into
 * one or two of them and does nothing else; everything that the library knows
 * or decides is behind this page.
 *
 * Contract for all: any thread, any signal handler, vfork child (they do
 * nothing there). They never set errno, and read it where they say so. They
 * never block, never allocate from the program's heap, hold no lock.
 * Before the runtime has started, or after it gave up, they do nothing and
 * answer what makes the hook behave as if it were not there.
 */
#ifndef RUNTIME_VERBS_H
#define RUNTIME_VERBS_H

#include <sys/socket.h>

#include "base/compiler.h"
#include "model/format.h"
#include "unwind/unwind.h"

/* One call of a hooked function. */
struct call {
	uint16_t id;		/* enum hook */
	bool retried;		/* fd_exhausted said "again" once already */
	bool looks;		/* it only looks (hooks/looks.def) */
	uint32_t replaces;	/* fd_replacing: the number's generation before */
	struct caller from;
};

/* ---- -o audit=1 -------------------------------------------------------- */

/*
 * The ledger is compared with what is open before every hooked call, which is
 * after the one before and after what came between. The calls that may make what
 * is in no table compare behind themselves, too, and say what it would be.
 */
extern bool runtime_audits __attribute__((visibility("hidden")));
cold void fd_audit_now(uint16_t call, enum blind_class made);

static must_inline void fd_audit(uint16_t call, enum blind_class made)
{
	if (unlikely(load_relaxed(&runtime_audits)))
		fd_audit_now(call, made);
}

/* The library itself has a descriptor open from here to there: a few system calls. */
void fd_passing_begin(void);
void fd_passing_end(void);

/* ---- Made -------------------------------------------------------------- */

/*
 * The call gave the program descriptor `fd`. `path` may be NULL. `flags` are
 * SLOT_*, mostly 0. Nothing happens if fd is negative.
 */
void fd_opened(const struct call *, int fd, enum object_type, const char *path, unsigned int flags);

/* The same, and `owner` has it from the beginning (fopen, opendir). */
void fd_opened_owned(const struct call *, int fd, enum object_type, const char *path,
		     unsigned int flags, uint64_t owner);

/* The call made `fd` refer to what `old` refers to. Nothing if fd is negative. */
void fd_duped(const struct call *, int old, int fd);

/*
 * The call failed, errno tells why. True if it failed for lack of descriptors
 * and the quarantine has just been emptied: call again. True once a call.
 */
bool fd_exhausted(struct call *);

/*
 * A message is about to be received, perhaps with `descriptors`. The kernel leaves
 * out those that find no number and says so in a flag: there is no calling again,
 * so where it may come to that the quarantine is emptied before.
 */
void fd_receiving(bool descriptors);

/* Notes the address that a socket was bound, connected or accepted with. */
void fd_address(const struct call *, int fd, const struct sockaddr *, socklen_t);

/* FD_CLOEXEC was set or cleared explicitly. */
void fd_cloexec(const struct call *, int fd, bool set);

/* ---- Used -------------------------------------------------------------- */

/*
 * True if the program has closed `fd` and only our tombstone stands there:
 * the hook must fail with EBADF and not call on. To be asked before the calls
 * that would succeed on a tombstone (those that the kernel allows on an O_PATH descriptor). Makes the
 * finding. A probe never makes one: pass `probe` for fcntl F_GETFD, F_GETFL,
 * F_DUPFD.
 */
bool fd_stale(const struct call *, int fd);
bool fd_stale_probe(const struct call *, int fd);

/*
 * The same for the directory of an *at call, which counts only if `path` is
 * relative. `path` may be NULL or "" (AT_EMPTY_PATH).
 */
bool fd_stale_dir(const struct call *, int dir, const char *path);

/*
 * The call on `fd` failed, errno tells why. A use after close is found here
 * when that is EBADF. AT_FDCWD and other negative numbers may be passed.
 */
void fd_failed(const struct call *, int fd);

/* The same for a call that reports trouble otherwise (POLLNVAL, an error number). */
void fd_bad(const struct call *, int fd);

/* ---- Closed ------------------------------------------------------------ */

/* close(2): runtime/close.h. */

/*
 * A close that another function does (fclose, closedir, pclose …):
 *
 *	struct closing closing;
 *	fd_closing(&call, &closing, fd, owner);
 *	r = REAL(fclose)(fp);
 *	fd_closed(&closing);
 *
 * `owner` is the tag that this function closes for, 0 for none. It is recorded
 * before, and the number goes into the quarantine after. `closing.stand_in`
 * is -1, or a second descriptor of the same object: the hook may put it in
 * the place of `fd` inside the FILE or DIR, so that the function closes the
 * stand-in and the number itself is never free for others (then it sets
 * `swapped`). fd_closed closes an unused one. As long as there is one thread no
 * stand-in is needed: the tombstone takes the free number after the close, unless
 * a signal handler was faster. Where `fd` was closed before and
 * only a tombstone stands there, the stand-in is a number that nothing is
 * open on, so that the function fails as it would have.
 */
struct closing {
	const struct call *call;
	int fd;
	int stand_in;
	bool swapped;
	bool unopened;
	/* The runtime's own: */
	bool hold_after;	/* no other thread is there: the tombstone comes after the close */
	bool held;		/* the tombstone stands already */
	struct ledger_slot *slot;
	uint64_t word;		/* in SLOT_CLOSING; 0: nothing was recorded */
};

void fd_closing(const struct call *, struct closing *, int fd, uint64_t owner);

/*
 * The same for a function that does nothing with the descriptor but close it, and
 * cannot fail at that (closedir: no file system has a flush for directories). The
 * stand-in is a number that nothing is open on, for which the kernel is not asked;
 * if it was `swapped` and `unopened` says so, the function's EBADF means success.
 */
void fd_closing_only(const struct call *, struct closing *, int fd, uint64_t owner);

/* fd_closed: runtime/closing.h. */

/*
 * For pclose: the stand-in must be the last descriptor of the pipe while the
 * function runs. Puts the tombstone in place now; only after `swapped` is set.
 */
void fd_hold_now(struct closing *);

/*
 * dup2 and dup3, freopen's number: `fd` is about to be replaced / was replaced
 * by a copy of `old`. An implicit close, and an owner-mismatch if somebody owns
 * it. fd_replacing returns true if the hook must fail with EBADF (`old` stale).
 */
bool fd_replacing(struct call *, int old, int fd);
void fd_replaced(const struct call *, int old, int fd, bool succeeded);

/* The program chose the number itself, for whom it starts (see exec_leak.c). */
void fd_placed(int fd);

/* close_range and closefrom, all of it: 0 or -errno. */
int fd_close_range(const struct call *, unsigned int first, unsigned int last, unsigned int flags);

/* ---- Owned ------------------------------------------------------------- */

static inline uint64_t owner_tag(enum owner_type type, const void *value)
{
	return (uint64_t)type << OWNER_TYPE_SHIFT | ((uintptr_t)value & OWNER_VALUE_MASK);
}

/* A FILE, DIR … has taken `fd` (fdopen on success). */
void fd_owned(const struct call *, int fd, uint64_t owner);

/*
 * Owner tags: `fd` passes from `expected` to `owner`. An owner-mismatch if
 * somebody else has it, who keeps it. 0, or -EBADF where it is not open.
 */
int fd_owner_exchange(const struct call *, int fd, uint64_t expected, uint64_t owner);

/* The tag of who owns `fd`; 0: nobody, or it is not open. */
uint64_t fd_owner(int fd);

/* fd_close on behalf of `owner`: a mismatch if somebody else has it, or nobody. */
int fd_owner_close(const struct call *, int fd, uint64_t owner, int (*real_close)(int));

/* fcloseall: all that owners of this type hold has been disposed of. */
void fd_released_all(enum owner_type);

/* ---- Seen from the program --------------------------------------------- */

/*
 * True if the program must not see this number in a listing of descriptors:
 * ours, or held by a tombstone.
 */
bool fd_hidden(int fd);

/*
 * True if the path is the name of such a number in /proc/self/fd or /dev/fd:
 * as far as the program can see there is no such file (ENOENT). No finding: to
 * look whether it is there is a probe. To be asked after the real call and not
 * if that said EFAULT: programs pass addresses of no memory on purpose.
 */
bool fd_hidden_name(const char *path);

/* Nearly all paths are told apart by their second character, and /dev/null by its sixth. */
static inline bool fd_hidden_path(const char *path)
{
	if (!path || path[0] != '/' || (path[1] != 'p' && path[1] != 'd'))
		return false;
	if (path[1] == 'd' &&
	    (path[2] != 'e' || path[3] != 'v' || path[4] != '/' || likely(path[5] != 'f')))
		return false;
	return fd_hidden_name(path);
}

/* A number that the program names as the lowest it wants (F_DUPFD) is given
 * back by the quarantine, so that close(n), F_DUPFD n answers n. */
void fd_wanted(const struct call *, int fd);

/* The program names one of our own numbers as a target: ours moves away. */
void fd_make_way(int fd);

#endif
