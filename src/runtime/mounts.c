/* The mount table, read once for one question. */
#include "runtime/mounts.h"

#include <fcntl.h>
#include <string.h>

#include "base/str.h"
#include "base/sys.h"
#include "runtime/verbs.h"

hot_data int mounts_answer;

/* Known to return 0 from close; whatever is not here counts as able to fail. */
static const char *const silent_types[] = {
	"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs", "ramfs", "rootfs", "overlay",
	"proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "securityfs", "debugfs",
	"tracefs", "bpf", "pstore", "efivarfs", "configfs", "hugetlbfs", "mqueue", "binfmt_misc",
	"selinuxfs", "fusectl", "nsfs", "autofs", "squashfs", "erofs", "iso9660", "udf", "vfat",
	"exfat", "zfs", "rpc_pipefs", "zonefs", "romfs", "minix", "jfs", "reiserfs", "nilfs2",
	"aufs",
};

static bool is_silent(const char *type, size_t bytes)
{
	for (size_t i = 0; i < array_size(silent_types); i++) {
		if (str_is(type, bytes, silent_types[i]))
			return true;
	}
	return false;
}

/*
 * Reads /proc/self/mounts piece by piece: "device directory type options 0 0",
 * blanks inside a field are escaped. Only the third field counts.
 */
static enum mounts_answer read_mounts(int fd)
{
	char buf[1024], type[32];
	size_t length = 0;
	int field = 0;
	long n;

	while ((n = sys_read(fd, buf, sizeof(buf))) > 0) {
		for (long i = 0; i < n; i++) {
			if (buf[i] == '\n') {
				field = 0;
				length = 0;
			} else if (buf[i] == ' ') {
				if (++field == 3 && !is_silent(type, length))
					return MOUNTS_MAY_FAIL;
			} else if (field == 2 && length < sizeof(type)) {
				type[length++] = buf[i];
			}
		}
	}
	return n == 0 ? MOUNTS_SILENT : MOUNTS_MAY_FAIL;
}

/* Without a number for it: asked again next time. */
static int ask(void)
{
	int fd = sys_openat(AT_FDCWD, "/proc/self/mounts", O_RDONLY | O_CLOEXEC, 0);
	int known;

	if (fd < 0)
		return MOUNTS_UNKNOWN;
	known = read_mounts(fd);
	(void)sys_close(fd);
	return known;
}

/* As many closes in two steps cost 10 us more, the table takes 40. */
#define NOT_YET 8

bool mounts_ask_late(void)
{
	static unsigned int times;

	if (load_relaxed(&mounts_answer) != MOUNTS_UNKNOWN || load_relaxed(&times) >= NOT_YET)
		return mounts_ask();
	(void)add_relaxed(&times, 1);
	return false;
}

bool mounts_ask(void)
{
	int known = load_relaxed(&mounts_answer);

	if (known == MOUNTS_UNKNOWN) {
		fd_passing_begin();
		known = ask();
		fd_passing_end();
		store_relaxed(&mounts_answer, known);
	}
	return known == MOUNTS_SILENT;
}
