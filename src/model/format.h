/*
 * The ledger's layout: what the library writes and the command reads.
 *
 * One ledger is one contiguous piece of memory: a mapped file under
 * `fdwarden run`, anonymous memory otherwise. All references are byte offsets
 * from its start (32 bits, 0 meaning none), all numbers are of the machine's
 * byte order, every structure starts at a multiple of 8. The record is the
 * wire format: what stands here is what a debugger, a reader of a killed
 * process's ledger and the library itself see.
 *
 * The writer may die at any instruction. So a reference is stored only after
 * what it refers to is complete (store-release), lists grow at their head,
 * and a reader checks every offset, length and enumeration it takes from the
 * file: a ledger is untrusted input. Cycles are possible in a corrupt file;
 * readers bound every walk by the file's size.
 *
 * A change to anything here raises LEDGER_VERSION.
 */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <assert.h>

#include "base/compiler.h"
#include "model/format_code.h"

#define LEDGER_MAGIC	0x6e65647261776466ull	/* "fdwarden" */
#define LEDGER_VERSION	4

/* The ELF note of a program that the archive is linked into. */
#define LINKED_NOTE_NAME	"fdwarden"
#define LINKED_NOTE_TYPE	1u

struct linked_note {
	uint32_t name_bytes, desc_bytes, type;
	char name[(sizeof(LINKED_NOTE_NAME) + 3) & ~3u];
	uint32_t format;	/* LEDGER_VERSION of what it writes */
};

typedef uint32_t ref;	/* byte offset from the ledger's start; 0: none */

/* ---- One record a descriptor number ------------------------------------ */

/*
 * Slots lie in blocks of 64 numbers, and the references of 1024 blocks in a
 * directory, both made when a number of theirs is first used: a small process
 * pays for 64 slots, and one that uses number 1,000,000 not for those below. The
 * first block is a part of the header.
 */
#define SLOT_BLOCK		64u
#define SLOT_BLOCKS		1024u	/* of a directory */
#define SLOT_DIRECTORY		(SLOT_BLOCK * SLOT_BLOCKS)	/* numbers of one */
#define SLOT_DIRECTORIES	256u

enum slot_state {
	SLOT_NEVER = 0,		/* no call on this number was ever seen */
	SLOT_OPEN,
	SLOT_CLOSING,		/* recorded as closed, the call is on its way */
	SLOT_CLOSED,
	SLOT_HELD,		/* closed, and a tombstone stands in its place */
	SLOT_EVICTING,		/* the tombstone is being taken away */
	SLOT_STATES
};

/* Flags of a slot: about the present generation. */
#define SLOT_INHERITED	0x01u	/* open at start, or when this process was forked */
#define SLOT_IGNORED	0x02u	/* never a leak: 0-2, libc's own, the user said so */
#define SLOT_UNSEEN	0x04u	/* its opening, or its closing, was not seen by a hook */
#define SLOT_CLOEXEC_CLEARED 0x08u /* FD_CLOEXEC was taken off on purpose */
#define SLOT_PLACED	0x10u	/* dup2 or dup3 put it at a chosen number */
#define SLOT_ADDRESS	0x20u	/* the path buffer holds a raw struct sockaddr */
#define SLOT_WRITABLE	0x40u	/* opened for writing */
#define SLOT_SECOND	0x80u	/* the second of two that one call made */
#define SLOT_PASSING	0x100u	/* closed; the call that does it is on its way */

enum object_type {
	OBJECT_OTHER = 0, OBJECT_FILE, OBJECT_DIRECTORY, OBJECT_DEVICE, OBJECT_TTY, OBJECT_SOCKET,
	OBJECT_PIPE, OBJECT_EPOLL, OBJECT_EVENTFD, OBJECT_TIMERFD, OBJECT_SIGNALFD, OBJECT_INOTIFY,
	OBJECT_FANOTIFY, OBJECT_MEMFD, OBJECT_PIDFD, OBJECT_MQUEUE, OBJECT_IO_URING,
	OBJECT_TYPES
};

/*
 * The word of a slot holds all that must change at once:
 *   bits 63-32 generation: how often the number was opened; 1 is the first
 *   bits 31-16 flags, SLOT_*
 *   bits 15-8  enum object_type
 *   bits  7-0  enum slot_state
 * It is written by compare-and-swap; the other members belong to the thread
 * that brought the slot into SLOT_CLOSING, or that was just given the number
 * by the kernel, and may be torn when a reader catches that thread at work.
 */
struct ledger_slot {
	uint64_t word;

	uint32_t open_stack;	/* ref of struct ledger_stack */
	uint32_t close_stack;
	uint32_t open_tid;
	uint32_t close_tid;
	uint64_t open_ns;	/* CLOCK_MONOTONIC_COARSE */
	uint64_t close_ns;	/* while open: how many opens there were before; unseen: what it is */
	uint16_t open_call;	/* index into the ledger's names of calls */
	uint16_t close_call;	/* while it is open and unseen: enum blind_class */

	uint32_t owner_stack;	/* where the owner took it */
	uint64_t owner;		/* bits 63-56 enum owner_type, 55-0 value; 0: nobody */

	/* A buffer that stays with the number: a path as it was given to open
	 * (not NUL-terminated), or a struct sockaddr. */
	uint32_t path;
	uint16_t path_bytes;
	uint16_t owner_call;	/* by which call the owner took it */
};

static_assert(sizeof(struct ledger_slot) == 64, "one cache line a slot");

enum owner_type {
#define OWNER(id, name, number) OWNER_##id = number,
#include "model/owners.def"
#undef OWNER
};

#define OWNER_TYPE_SHIFT 56
#define OWNER_VALUE_MASK ((1ull << OWNER_TYPE_SHIFT) - 1)

/* ---- Stacks ------------------------------------------------------------ */

/*
 * A distinct stack, kept once. Frame i's address is
 * (highs[high[i]] << 32) | low[i]: 5 bytes a frame, 96 for 16 frames. `low`
 * is followed by uint8_t high[depth]. Addresses are return addresses: the call
 * is in the byte before; only the frame below a signal handler is exact.
 *
 * Frames of an interpreted language follow the native ones, innermost first.
 * Their upper half is one of FRAME_*, which no address has, their lower half
 * the ref of a struct ledger_place. FRAME_PYTHON_ENTRY is a frame that an
 * evaluation loop (a native frame) began with: the frames after it belong to
 * the next loop outwards.
 */
struct ledger_stack {
	uint32_t next;		/* ref, in the chain of its bucket */
	uint32_t hash;
	uint16_t depth;
	uint16_t epoch;		/* value of ledger_header.epoch at the time */
	uint32_t low[];
};

#define DEPOT_BUCKETS	4096u
#define DEPOT_HIGHS	256u

#define FRAME_PYTHON		0x50590000u
#define FRAME_PYTHON_ENTRY	0x50590001u

/* ---- Modules ----------------------------------------------------------- */

#define BUILD_ID_MAX	32

/* A mapped object file, as long as its addresses meant this file. */
struct ledger_module {
	uint32_t next;		/* ref; the newest first */
	uint16_t epoch;		/* value of ledger_header.epoch when it was found */
	uint8_t build_id_bytes;
	uint8_t build_id[BUILD_ID_MAX];
	uint64_t start, end;	/* of its mapping */
	uint64_t bias;		/* run-time address minus address in the file */
	uint64_t dev, inode;	/* of the file when it was found; 0: not known */
	uint16_t path_bytes;
	char path[];		/* absolute; not NUL-terminated */
};

/* ---- Findings ---------------------------------------------------------- */

enum finding_kind {
#define KIND(id, name, severity, on) KIND_##id,
#include "model/kinds.def"
#undef KIND
	KINDS
};

enum stack_role { ROLE_AT, ROLE_CLOSED, ROLE_OPENED, ROLE_REOPENED, ROLE_OWNED, ROLES };

enum finding_state {
	FINDING_EMPTY = 0,
	FINDING_VALID,
	FINDING_RETRACTED,	/* it was part of a close-all */
	FINDING_ASIDE,		/* of a child that execs; comes back if that fails */
};

/* In the flags of a finding, beside SLOT_*: the program's callback was called. */
#define FINDING_TOLD	0x8000u

/* One stack of a finding. */
struct ledger_event {
	uint32_t stack;		/* ref; 0: this role is not there */
	uint32_t tid;
	uint64_t ns;		/* 0: not known */
	uint16_t call;
	uint16_t present;	/* 1: the role is there even if its stack was lost */
	uint32_t pad;
};

#define FINDING_FDS_MAX		8
#define FINDING_GROUPS_MAX	10

/* Of `exhausted`: descriptors that one stack had opened. */
struct ledger_group {
	struct ledger_event opened;	/* the oldest of them */
	uint32_t count;
	uint32_t pad;
};

struct ledger_finding {
	uint32_t next;		/* ref; the newest first */
	uint32_t state;		/* enum finding_state */
	uint16_t kind;		/* enum finding_kind */
	uint16_t object;	/* enum object_type */
	uint16_t flags;		/* SLOT_* of the slot */
	uint16_t fd_count;	/* in use of fds */
	uint32_t count;		/* how often it happened */
	int32_t fd;		/* of the first time */
	uint32_t generation;
	int32_t error;		/* errno the call failed with, or 0 */
	int32_t fds[FINDING_FDS_MAX];	/* distinct numbers it happened on */
	uint64_t ns;
	uint64_t owner;		/* as in the slot */
	struct ledger_event events[ROLES];
	uint32_t groups;	/* ref of struct ledger_group[group_count]; the largest first */
	uint32_t group_count;
	uint16_t path_bytes;
	char path[];		/* as in the slot */
};

/* ---- Blind spots ------------------------------------------------------- */

enum blind_class {
#define BLIND(id, name, words) BLIND_##id,
#include "model/blinds.def"
#undef BLIND
	BLIND_CLASSES
};

#define NO_CALL	0xffffu

/* A descriptor that came or went without a call that we know. */
struct ledger_blind {
	uint32_t next;		/* ref; the newest first */
	int32_t fd;
	uint32_t count;		/* how often on this number */
	uint16_t class;		/* enum blind_class */
	uint16_t object;	/* enum object_type */
	uint64_t ns;		/* when it was noticed, the first time */
	uint16_t call;		/* during which call; NO_CALL: not known */
	uint16_t path_bytes;
	uint32_t pad;
	char path[];		/* as /proc/self/fd has it; not NUL-terminated */
};

/* ---- Threads ----------------------------------------------------------- */

#define LEDGER_THREADS	256u

/* Names by tid modulo LEDGER_THREADS; the last one to come has the place. */
struct ledger_thread {
	uint32_t tid;
	char name[16];	/* NUL-terminated */
};

/* ---- The header -------------------------------------------------------- */

enum process_end {
	END_UNKNOWN = 0,	/* running, or killed: ask the system */
	END_EXIT,
	END_SIGNAL,
	END_EXEC,
	END_CHECK,		/* of a copy: the process goes on, it wants to know its leaks */
	END_HOWS
};

/* Where the library could not see or keep something; one counter each. */
enum lost {
	LOST_MEMORY,		/* a record or stack that found no room */
	LOST_OPENS,		/* the ledger did not know of an open descriptor */
	LOST_CLOSES,		/* the ledger believed a closed one open */
	LOST_STACKS,		/* a stack that could not be unwound beyond its caller */
	LOSTS
};

struct ledger_header {
	uint64_t magic;
	uint32_t version;
	uint32_t header_bytes;		/* sizeof(struct ledger_header) */
	uint64_t used_bytes;		/* the rest of the file is zero */

	/* The process; written once, before `complete`. */
	uint32_t complete;		/* 1: all of this group stands */
	int32_t pid, ppid;		/* ppid of what began by fork: who forked it */
	uint32_t image;			/* how many images this pid had before: 0, 1, … */
	uint32_t forked;		/* 1: this image began by fork, not by exec */
	uint32_t linked;		/* 1: no `fdwarden run` above */
	/* Clock ticks since boot, as in field 22 of /proc/PID/stat: a process with this pid
	 * that started later is another one. */
	uint64_t begun_ticks;
	uint64_t start_ns;		/* CLOCK_MONOTONIC_COARSE */
	uint64_t start_realtime_ns;
	uint64_t forked_after;		/* that many opens its parent had made by then */
	uint32_t exe, exe_bytes;	/* absolute path */
	uint32_t args, args_bytes;	/* each ends with NUL */
	uint32_t cwd, cwd_bytes;
	uint32_t suppressions, suppressions_bytes; /* the program's own, as in a file of them */
	uint32_t calls, calls_bytes;	/* names of calls by index, each ends with NUL */

	/* The end. */
	uint32_t end_how;		/* enum process_end */
	int32_t end_code;		/* exit status or signal */
	uint64_t end_ns;
	uint32_t reconciled;		/* 1: compared with /proc/self/fd at the end */

	/* Options that the report needs. */
	uint32_t checks;		/* bit k: enum finding_kind k is looked for */
	uint32_t leaks;			/* enum leak_mode */

	/* Counters. What was inherited is in neither opens nor closes, so
	 * that opens - closes is what the program has open. */
	uint64_t opens;
	uint64_t closes;
	uint32_t inherited;
	uint32_t peak;			/* of opens - closes */
	uint32_t stacks;		/* distinct ones */
	/* Children by fork: begun by this process, and those of them that have
	 * a ledger by now. Fewer: somebody is still at it, or was killed. */
	uint32_t forks;
	uint32_t forks_seen;
	uint32_t reported;		/* by the command, into the copy it was given: leaks */
	uint64_t lost[LOSTS];

	/* Directories. */
	uint32_t epoch;			/* raised when a module went away */
	uint32_t modules;		/* ref of the newest */
	uint32_t findings;		/* ref of the newest */
	uint32_t finding_count;
	uint32_t highs_count;
	uint32_t places;		/* ref of struct ledger_places */
	uint32_t interpreter;		/* enum interpreter_state */
	uint32_t interpreter_version;	/* 0x030b02f0: CPython 3.11.2; 0: not known */
	uint32_t blinds;		/* ref of the newest */
	uint32_t blind_count;

	/* The block of the lowest numbers: on one page with all that an event writes to above. */
	struct ledger_slot first_slots[SLOT_BLOCK] __attribute__((aligned(64)));
	uint32_t slots[SLOT_DIRECTORIES];	/* refs of uint32_t[SLOT_BLOCKS], refs of blocks */
	uint32_t highs[DEPOT_HIGHS];	/* upper halves of addresses; entry 0 is 0 */
	struct ledger_thread threads[LEDGER_THREADS];
	uint32_t buckets[DEPOT_BUCKETS];
};

static_assert(sizeof(struct ledger_header) % 8 == 0, "what follows is aligned");
static_assert(offsetof(struct ledger_header, first_slots[32]) <= 4096, "on the first page");

#endif
