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

/*
 * The buffer is static: a signal handler that ends the process has a small
 * stack. Who does not get it goes without; the path that open was given stays.
 */
/* The kernel's word for a file without a name is not a part of its name. */
static size_t without_deleted(const char *path, size_t bytes)
{
	static const char deleted[] = " (deleted)";
	size_t tail = sizeof(deleted) - 1;

	return bytes > tail && memcmp(path + bytes - tail, deleted, tail) == 0 ? bytes - tail :
										 bytes;
}

static void describe_path(int fd, struct ledger_slot *slot)
{
	static char path[4096] large_bss;
	static int in_use;
	char link[32];
	struct str str;
	long n;

	if (exchange_acq_rel(&in_use, 1) == 1)
		return;
	str_init(&str, link, sizeof(link));
	str_add(&str, "/proc/self/fd/");
	str_add_i64(&str, fd);
	n = sys_readlinkat(AT_FDCWD, link, path, sizeof(path));
	if (n > 0 && path[0] == '/')
		slot_set_path(&runtime.ledger, slot, path, without_deleted(path, (size_t)n));
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
	else
		describe_path(fd, slot);
}
