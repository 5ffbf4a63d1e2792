/*
 * Where an inherited descriptor was opened: exec wipes our memory, and the
 * ledger of the program before is still there. Its file is that of this pid
 * with the number below ours; in a program that was begun by vfork or
 * posix_spawn, that of the parent.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/sys.h"
#include "model/past.h"
#include "runtime/files.h"
#include "runtime/runtime.h"

struct history {
	struct past past;
	int parent; /* its pid if that is whose ledger it is, else 0 */
};

/* What a vfork child did before its exec was not recorded: is it the same thing? */
static bool same_in_parent(int parent, int fd)
{
	char path[64];
	struct stat ours, theirs;
	struct str str;

	str_init(&str, path, sizeof(path));
	str_add(&str, "/proc/");
	str_add_i64(&str, parent);
	str_add(&str, "/fd/");
	str_add_i64(&str, fd);
	return sys_call3(SYS_fstat, fd, &ours, 0) == 0 &&
	       sys_call6(SYS_newfstatat, AT_FDCWD, (long)path, (long)&theirs, 0, 0, 0) == 0 &&
	       ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

static bool same_object(const struct history *history, int fd, uint64_t now, uint64_t then)
{
	enum object_type ours = word_object(now), theirs = word_object(then);

	if (word_state(then) != SLOT_OPEN)
		return false;
	/* fstat tells no epoll from an eventfd. */
	if (ours != theirs && ours != OBJECT_OTHER && theirs != OBJECT_OTHER &&
	    ours != OBJECT_FILE && ours != OBJECT_DEVICE)
		return false;
	return !history->parent || same_in_parent(history->parent, fd);
}

static void remember(struct history *history, int fd, struct ledger_slot *slot)
{
	struct ledger_slot then;

	if (!past_slot(&history->past, fd, &then) || !then.open_stack ||
	    !same_object(history, fd, slot->word, then.word))
		return;
	slot->open_stack = past_stack(&history->past, then.open_stack, &runtime.ledger);
	if (!slot->open_stack)
		return;
	slot->open_tid = then.open_tid;
	slot->open_ns = then.open_ns;
	slot->open_call = then.open_call;
	past_thread(&history->past, then.open_tid, &runtime.ledger);
	if (word_object(slot->word) == OBJECT_OTHER)
		slot->word |= (uint64_t)word_object(then.word) << 8;
}

/* Calls are numbers in a list that each build of the library has for itself. */
static bool same_calls(const struct past *past)
{
	const struct ledger_header *h = runtime.ledger.header;
	const char *ours = ledger_at(&runtime.ledger, h->calls);
	char theirs[512];

	if (!h->calls || past->header.calls_bytes != h->calls_bytes)
		return false;
	for (uint32_t at = 0; at < h->calls_bytes; at += sizeof(theirs)) {
		size_t left = h->calls_bytes - at;
		size_t n = left < sizeof(theirs) ? left : sizeof(theirs);

		if (sys_pread(past->fd, theirs, n, past->header.calls + at) != (long)n ||
		    __builtin_memcmp(theirs, ours + at, n) != 0)
			return false;
	}
	return true;
}

/* The ledger of the program that this one was exec'd from. -1: there is none. */
static int open_past(struct history *history)
{
	int fd;

	history->parent = 0;
	if (runtime.image > 0) {
		fd = files_open(sys_getpid(), runtime.image - 1);
	} else {
		history->parent = sys_getppid();
		fd = files_open_last(history->parent);
	}
	return fd;
}

static bool is_ours(const struct history *history)
{
	return (history->parent ||
		files_start_ticks() <= history->past.header.begun_ticks) &&
	       same_calls(&history->past);
}

static bool has_inherited(void)
{
	struct ledger_slot *slot;
	int fd = 2;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (word_state(slot->word) == SLOT_OPEN)
			return true;
	}
	return false;
}

void history_take_over(void)
{
	struct history history;
	struct ledger_slot *slot;
	int number = 2, fd;

	if (!runtime.in_file || !has_inherited())
		return;
	fd = open_past(&history);
	if (fd < 0)
		return;
	if (past_open(&history.past, fd) && is_ours(&history)) {
		while ((slot = ledger_next(&runtime.ledger, &number)) != NULL) {
			if (word_state(slot->word) == SLOT_OPEN)
				remember(&history, number, slot);
		}
		past_close(&history.past, &runtime.ledger);
	}
	(void)sys_close(fd);
}
