/*
 * Addresses of no memory where a path is wanted: the kernel says EFAULT. Rust's
 * std asks so whether there is a statx, and a collector which pages are mapped.
 */
#include "case.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define FAULTS(call) CHECK((call) == -1 && errno == EFAULT)

int main(void)
{
	const char *volatile none = NULL, *volatile bad = (char *)-4096, *volatile hole;
	struct statx stx;
	struct stat st;
	char text[16];

	hole = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (int i = 0; i < 3; i++) {
		const char *path = i == 0 ? none : i == 1 ? bad : hole;

		FAULTS(statx(0, path, 0, STATX_ALL, &stx));
		FAULTS(stat(path, &st));
		FAULTS(lstat(path, &st));
		FAULTS(fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW));
		FAULTS(access(path, F_OK));
		FAULTS(faccessat(AT_FDCWD, path, F_OK, 0));
		FAULTS(readlink(path, text, sizeof(text)));
		FAULTS(open(path, O_RDONLY));
		FAULTS(openat(AT_FDCWD, path, O_RDONLY));
		FAULTS(syscall(SYS_openat, AT_FDCWD, path, O_RDONLY));
		FAULTS(syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0));
		FAULTS(unlinkat(AT_FDCWD, path, 0));
		FAULTS(linkat(AT_FDCWD, path, AT_FDCWD, "/x", 0));
		FAULTS(linkat(AT_FDCWD, "/", AT_FDCWD, path, 0));
	}
	return 0;
}
