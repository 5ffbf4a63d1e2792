/*
 * Blind spots: what kind each is, and the descriptors among them, which are
 * entered as nobody's. Another thread (or what this signal handler interrupted)
 * may be between the making of one and its record. So each is entered with what
 * it is, and whoever records it afterwards takes the blind spot back.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "base/str.h"
#include "base/sys.h"
#include "runtime/runtime.h"

#define YIELDS 100
#define NAPS 10000

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

/* ---- Entered ----------------------------------------------------------- */

/* Tells what is open at a number from what was before: mostly, for files may be the same. */
static uint64_t identity(const struct stat *st)
{
	return (uint64_t)st->st_ino * 0x9e3779b97f4a7c15u ^ (uint64_t)st->st_dev;
}

static bool is_tombstone(const struct stat *st)
{
	return st->st_dev == runtime.own.tomb_dev && st->st_ino == runtime.own.tomb_inode;
}

/* No stack, no leak, in neither of the counts. First the word: who else writes waits then. */
static void enter(int fd, struct ledger_slot *slot, uint64_t word, const struct blind_new *as,
		  const struct stat *st)
{
	char path[256];

	if (!cas_acq_rel(&slot->word, &word,
			 word_make(word_generation(word) + 1,
				   SLOT_UNSEEN | SLOT_IGNORED | SLOT_INHERITED, OBJECT_OTHER,
				   SLOT_OPEN)))
		return;
	name_of(fd, path, sizeof(path));
	slot->open_stack = slot->close_stack = slot->owner_stack = 0;
	slot->open_call = as->call;
	slot->open_ns = sys_now_coarse_ns();
	slot->owner = 0;
	slot->close_ns = identity(st);
	slot->close_call = class_of(path, as->class);
	describe_open(fd, slot);
	blind_note((enum blind_class)slot->close_call, fd, as->call);
}

/*
 * What is done with it later is judged as if the number had never been closed. No
 * signal handler comes in between: whoever waits, waits for another thread.
 */
void adopt(int fd, uint64_t word, enum blind_class seen, uint16_t call)
{
	struct ledger_slot *slot = ledger_slot_make(&runtime.ledger, fd);
	struct blind_new as = { .class = seen, .call = call };
	struct stat st;
	uint64_t before;

	if (!slot || load_acquire(&slot->word) != word ||
	    sys_call3(SYS_fstat, fd, &st, 0) < 0 || is_tombstone(&st) ||
	    !sys_block_signals(&before))
		return;
	store_release(&runtime.adopting, 1);
	enter(fd, slot, word, &as, &st);
	store_release(&runtime.adopting, 0);
	sys_restore_signals(&before);
}

/* ---- And taken back ---------------------------------------------------- */

/* Whoever adopts has written all: a few system calls that do not block. */
static void await_adopter(void)
{
	const struct timespec while_it_has_no_processor = { .tv_nsec = 1000000 };

	for (int i = 0; load_acquire(&runtime.adopting) && !runtime.sandboxed; i++) {
		if (i < YIELDS)
			(void)sys_call3(SYS_sched_yield, 0, 0, 0);
		else if (i < YIELDS + NAPS)
			(void)sys_call3(SYS_nanosleep, &while_it_has_no_processor, 0, 0);
		else
			break;
	}
}

static bool is_the_same(int fd, const struct ledger_slot *slot)
{
	struct stat st;

	return !runtime.sandboxed && sys_call3(SYS_fstat, fd, &st, 0) == 0 &&
	       identity(&st) == slot->close_ns;
}

static void take_back(int fd, const struct ledger_slot *slot)
{
	uint64_t *lost = &runtime.ledger.header->lost[LOST_OPENS];
	uint64_t count = load_relaxed(lost);

	blinds_take_back(&runtime.ledger, fd, (enum blind_class)slot->close_call);
	while (count > 0 && !cas_acq_rel(lost, &count, count - 1))
		;
}

bool adopted_recorded(int fd, const struct ledger_slot *slot, bool surely)
{
	await_adopter();
	if (!surely && !is_the_same(fd, slot))
		return false;
	take_back(fd, slot);
	return true;
}
