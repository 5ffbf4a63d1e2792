/*
 * The ledger against /proc/self/fd. What is open and not in the ledger is a
 * blind spot: it is classed by what is known of it, entered, and from then on
 * in the ledger as somebody's whose opening nobody saw, so that it is counted
 * once. What the ledger believes open and is not, is a close that nobody saw.
 * Neither is a finding.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/un.h>

#include "base/str.h"
#include "base/sys.h"
#include "policy/leak.h"
#include "runtime/files.h"
#include "runtime/runtime.h"

bool runtime_audits;

#define UNKNOWN_AT_ONCE 32

/* Numbers that are open and that the ledger does not know, with their words then. */
struct unknowns {
	unsigned int count;	/* of all; the first ones are kept */
	int fd[UNKNOWN_AT_ONCE];
	uint64_t word[UNKNOWN_AT_ONCE];
};

/* ---- What kind of blind spot ------------------------------------------- */

static bool is_kept(const char *path)
{
	static const char *const kept[] = {
#define KEPT(path, until) path,
#include "runtime/kept.def"
#undef KEPT
	};

	for (size_t i = 0; i < array_size(kept); i++) {
		if (strcmp(path, kept[i]) == 0)
			return true;
	}
	return false;
}

/* The name of the peer of a local socket, where it has one. */
static void peer_name(int fd, char *path, size_t room)
{
	struct sockaddr_un address = { 0 };
	uint32_t bytes = sizeof(address) - 1;

	if (sys_call3(SYS_getpeername, fd, &address, &bytes) == 0 &&
	    address.sun_family == AF_UNIX && strlen(address.sun_path) < room)
		memcpy(path, address.sun_path, strlen(address.sun_path) + 1);
}

static void name_of(int fd, char *path, size_t room)
{
	char link[32];
	struct str str;
	long n;

	str_init(&str, link, sizeof(link));
	str_add(&str, "/proc/self/fd/");
	str_add_i64(&str, fd);
	n = sys_readlinkat(AT_FDCWD, link, path, room - 1);
	path[n > 0 ? n : 0] = '\0';
	if (strncmp(path, "socket:", strlen("socket:")) == 0)
		peer_name(fd, path, room);
}

static enum blind_class class_of(const char *path, enum blind_class seen)
{
	return is_kept(path) ? BLIND_LIBC : seen;
}

/*
 * A comparison came between an opening in another thread and its record, and took
 * the descriptor for nobody's. Told by the name, which is the same then.
 */
void blind_unless_recorded(int fd)
{
	char path[256];

	name_of(fd, path, sizeof(path));
	if (blinds_take_back(&runtime.ledger, fd, path[0] == '/' ? path : ""))
		(void)add_relaxed(&runtime.ledger.header->lost[LOST_OPENS], (uint64_t)-1);
}

void blind_note(enum blind_class class, int fd, uint16_t call)
{
	struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);
	uint64_t word = slot ? load_acquire(&slot->word) : 0;
	struct blind_new new = { .class = class, .object = word_object(word), .fd = fd,
				 .call = call, .ns = sys_now_coarse_ns() };

	if (slot && !(word_flags(word) & SLOT_ADDRESS)) {
		new.path = ledger_at(&runtime.ledger, slot->path);
		new.path_bytes = slot->path ? slot->path_bytes : 0;
	}
	if (class == BLIND_CLOSE)
		ledger_lost(&runtime.ledger, LOST_CLOSES);
	else if (class != BLIND_INHERITED)
		ledger_lost(&runtime.ledger, LOST_OPENS);
	blinds_add(&runtime.ledger, &new);
}

/* ---- Open, and not in the ledger --------------------------------------- */

static void note_unknown(int fd, void *ctx)
{
	struct unknowns *unknowns = ctx;
	struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);
	uint64_t word = slot ? load_acquire(&slot->word) : 0;
	enum slot_state state = word_state(word);

	if ((state != SLOT_NEVER && state != SLOT_CLOSED) || own_has(&runtime.own, fd))
		return;
	/* Its record found no room: counted then, and there is none now. */
	if (!slot && load_relaxed(&runtime.ledger.header->lost[LOST_MEMORY]) > 0)
		return;
	if (unknowns->count < UNKNOWN_AT_ONCE) {
		unknowns->fd[unknowns->count] = fd;
		unknowns->word[unknowns->count] = word;
	}
	unknowns->count++;
}

/*
 * Nobody's: no stack, no leak, in neither of the counts, and what is done with
 * it later is judged as if the number had never been closed. False: left alone.
 */
static bool adopt(int fd, uint64_t word, enum blind_class seen, uint16_t call)
{
	struct ledger_slot *slot = ledger_slot_make(&runtime.ledger, fd);
	char path[256];

	if (!slot || load_acquire(&slot->word) != word || sys_fcntl(fd, F_GETFD, 0) < 0)
		return false;
	name_of(fd, path, sizeof(path));
	slot->open_stack = slot->close_stack = slot->owner_stack = 0;
	slot->open_call = call;
	slot->open_ns = sys_now_coarse_ns();
	slot->owner = 0;
	if (!cas_acq_rel(&slot->word, &word,
			 word_make(word_generation(word) + 1,
				   SLOT_UNSEEN | SLOT_IGNORED | SLOT_INHERITED, OBJECT_OTHER,
				   SLOT_OPEN)))
		return false;
	describe_open(fd, slot);
	blind_note(class_of(path, seen), fd, call);
	return true;
}

/*
 * Another thread may be between its open and the record of it, or the other
 * way round in a close: what is unknown must be so a moment later, too.
 */
static void find_unknown(enum blind_class seen, uint16_t call)
{
	struct unknowns unknowns;
	bool adopted;

	do {
		adopted = false;
		unknowns.count = 0;
		files_each_descriptor(note_unknown, &unknowns);
		if (unknowns.count == 0)
			return;
		(void)sys_call3(SYS_sched_yield, 0, 0, 0);
		for (unsigned int i = 0; i < unknowns.count && i < UNKNOWN_AT_ONCE; i++)
			adopted |= adopt(unknowns.fd[i], unknowns.word[i], seen, call);
		/* Those that cannot be adopted are there again the next time. */
	} while (adopted && unknowns.count > UNKNOWN_AT_ONCE);
}

/* ---- In the ledger, and not open --------------------------------------- */

static void find_closed(void)
{
	struct ledger_slot *slot;
	uint64_t word;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		word = load_acquire(&slot->word);
		if (word_state(word) == SLOT_OPEN && sys_fcntl(fd, F_GETFD, 0) < 0)
			slot_lost(fd, slot, word);
	}
}

/* One at a time: the list that another thread reads is a descriptor, too. */
static void compare(enum blind_class seen, uint16_t call)
{
	if (exchange_acq_rel(&runtime.comparing, 1) == 1)
		return;
	find_closed();
	find_unknown(seen, call);
	store_release(&runtime.comparing, 0);
}

/* While something is being closed, its stand-in is a descriptor that no slot has. */
static bool any_closing(void)
{
	struct ledger_slot *slot;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (word_state(load_acquire(&slot->word)) == SLOT_CLOSING)
			return true;
	}
	return false;
}

void reconcile_quickly(uint16_t call)
{
	if (!runtime.sandboxed)
		compare(BLIND_RAW, call);
}

void reconcile(void)
{
	struct ledger_slot *slot;
	int fd = -1;

	if (runtime.sandboxed)
		return;
	compare(BLIND_RAW, NO_CALL);
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (leak_is_candidate(load_acquire(&slot->word), (unsigned int)fd))
			describe_open(fd, slot);
	}
	runtime.ledger.header->reconciled = 1;
}

void fd_audit_now(uint16_t call, enum blind_class made)
{
	if (runtime_enter() && !runtime.sandboxed && !any_closing())
		compare(made, call);
}
