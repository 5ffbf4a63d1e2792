/* What the kernel says about a descriptor that is open. */
#include <fcntl.h>
#include <sys/socket.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/sys.h"
#include "runtime/runtime.h"

static void describe_socket(int fd, struct ledger_slot *slot, uint64_t word)
{
	struct sockaddr_storage address;
	uint32_t bytes = sizeof(address);

	if (sys_call3(SYS_getpeername, fd, &address, &bytes) < 0) {
		bytes = sizeof(address);
		if (sys_call3(SYS_getsockname, fd, &address, &bytes) < 0)
			return;
	}
	if (bytes > sizeof(address) || bytes <= sizeof(address.ss_family))
		return;
	slot_set_path(&runtime.ledger, slot, &address, bytes);
	(void)cas_acq_rel(&slot->word, &word, word | (uint64_t)SLOT_ADDRESS << 16);
}

/* The kernel's word for a file without a name is not a part of its name. */
static size_t without_deleted(const char *path, size_t bytes)
{
	static const char deleted[] = " (deleted)";
	size_t tail = sizeof(deleted) - 1;

	return bytes > tail && memcmp(path + bytes - tail, deleted, tail) == 0 ? bytes - tail :
										 bytes;
}

/* False: it may be longer than there is room. */
static bool describe_path_in(int fd, struct ledger_slot *slot, char *path, size_t room)
{
	char link[32];
	struct str str;
	long n;

	str_init(&str, link, sizeof(link));
	str_add(&str, "/proc/self/fd/");
	str_add_i64(&str, fd);
	n = sys_readlinkat(AT_FDCWD, link, path, room);
	if (n == (long)room)
		return false;
	if (n > 0 && path[0] == '/')
		slot_set_path(&runtime.ledger, slot, path, without_deleted(path, (size_t)n));
	return true;
}

/*
 * The buffer for long paths is static: a signal handler that ends the process has a small
 * stack. Who does not get it goes without; the path that open was given stays.
 */
static void describe_path(int fd, struct ledger_slot *slot)
{
	static char path[4096 + 1] large_bss;
	static int in_use;
	char short_path[256];

	if (describe_path_in(fd, slot, short_path, sizeof(short_path)) ||
	    exchange_acq_rel(&in_use, 1) == 1)
		return;
	(void)describe_path_in(fd, slot, path, sizeof(path));
	store_release(&in_use, 0);
}

/* What fstat says, where the maker did not know better (an mqueue is a regular
 * file to fstat, a memfd too). */
static enum object_type type_of_mode(mode_t mode, enum object_type known)
{
	if (known != OBJECT_OTHER && known != OBJECT_FILE)
		return known;
	switch (mode & S_IFMT) {
	case S_IFREG:
		return OBJECT_FILE;
	case S_IFDIR:
		return OBJECT_DIRECTORY;
	case S_IFCHR:
	case S_IFBLK:
		return OBJECT_DEVICE;
	case S_IFIFO:
		return OBJECT_PIPE;
	case S_IFSOCK:
		return OBJECT_SOCKET;
	default:
		return known;
	}
}

void describe_open(int fd, struct ledger_slot *slot)
{
	struct described nothing = { .slot = NULL };

	describe_open_after(fd, slot, &nothing);
}

static bool is_same_device(const struct stat *st, const struct described *last)
{
	return last->slot && S_ISCHR(st->st_mode) && st->st_ino == last->inode &&
	       st->st_dev == last->device;
}

void describe_open_after(int fd, struct ledger_slot *slot, struct described *last)
{
	uint64_t word = load_acquire(&slot->word), described;
	enum object_type object;
	struct stat st;

	if (sys_call3(SYS_fstat, fd, &st, 0) < 0) {
		slot_lost(fd, slot, word);
		return;
	}
	object = type_of_mode(st.st_mode, word_object(word));
	described = word_make(word_generation(word), word_flags(word), object, SLOT_OPEN);
	if (!cas_acq_rel(&slot->word, &word, described))
		return;
	if (object == OBJECT_SOCKET)
		describe_socket(fd, slot, described);
	else if (is_same_device(&st, last))
		slot_set_path_of(&runtime.ledger, slot, last->slot);
	else
		describe_path(fd, slot);
	*last = (struct described){ slot, st.st_dev, st.st_ino };
}
