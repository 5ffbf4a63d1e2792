/* rows_use.def and print.c: reading, writing, and the file behind a descriptor. */
#include "row.h"

#include <stdarg.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

static char buf[64];
static struct iovec iov = { .iov_base = buf, .iov_len = 1 };

USES(read) { CHECK_EBADF(read(stale(), buf, 1)); }
USES(write) { CHECK_EBADF(write(stale(), buf, 1)); }
USES(pread) { CHECK_EBADF(pread(stale(), buf, 1, 0)); }
USES(pread64) { CHECK_EBADF(pread64(stale(), buf, 1, 0)); }
USES(pwrite) { CHECK_EBADF(pwrite(stale(), buf, 1, 0)); }
USES(pwrite64) { CHECK_EBADF(pwrite64(stale(), buf, 1, 0)); }
USES(readv) { CHECK_EBADF(readv(stale(), &iov, 1)); }
USES(writev) { CHECK_EBADF(writev(stale(), &iov, 1)); }
USES(preadv) { CHECK_EBADF(preadv(stale(), &iov, 1, 0)); }
USES(preadv64) { CHECK_EBADF(preadv64(stale(), &iov, 1, 0)); }
USES(pwritev) { CHECK_EBADF(pwritev(stale(), &iov, 1, 0)); }
USES(pwritev64) { CHECK_EBADF(pwritev64(stale(), &iov, 1, 0)); }
USES(preadv2) { CHECK_EBADF(preadv2(stale(), &iov, 1, 0, 0)); }
USES(preadv64v2) { CHECK_EBADF(preadv64v2(stale(), &iov, 1, 0, 0)); }
USES(pwritev2) { CHECK_EBADF(pwritev2(stale(), &iov, 1, 0, 0)); }
USES(pwritev64v2) { CHECK_EBADF(pwritev64v2(stale(), &iov, 1, 0, 0)); }
USES(lseek) { CHECK_EBADF(lseek(stale(), 0, SEEK_SET)); }
USES(lseek64) { CHECK_EBADF(lseek64(stale(), 0, SEEK_SET)); }
USES(readahead) { CHECK_EBADF(readahead(stale(), 0, 1)); }
USES(dprintf) { CHECK_EBADF(dprintf(stale(), "%d", 1)); }
USES(__dprintf_chk) { CHECK_EBADF(__dprintf_chk(stale(), 1, "%d", 1)); }
USES(__read) { CHECK_EBADF(__read(stale(), buf, 1)); }
USES(__write) { CHECK_EBADF(__write(stale(), buf, 1)); }
USES(__lseek) { CHECK_EBADF(__lseek(stale(), 0, SEEK_SET)); }
USES(__pread64) { CHECK_EBADF(__pread64(stale(), buf, 1, 0)); }
USES(__pwrite64) { CHECK_EBADF(__pwrite64(stale(), buf, 1, 0)); }
USES(__read_chk) { CHECK_EBADF(__read_chk(stale(), buf, 1, sizeof(buf))); }
USES(__pread_chk) { CHECK_EBADF(__pread_chk(stale(), buf, 1, 0, sizeof(buf))); }
USES(__pread64_chk) { CHECK_EBADF(__pread64_chk(stale(), buf, 1, 0, sizeof(buf))); }

/* A format that asks for no argument looks at none. */
USES(vdprintf)
{
	va_list args;

	memset(&args, 0, sizeof(args));
	CHECK_EBADF(vdprintf(stale(), "text", args));
}

USES(__vdprintf_chk)
{
	va_list args;

	memset(&args, 0, sizeof(args));
	CHECK_EBADF(__vdprintf_chk(stale(), 1, "text", args));
}

QUIET(dprintf) { CHECK(dprintf(null(), "%s %d\n", "text", 1) == 7); }
QUIET(__dprintf_chk) { CHECK(__dprintf_chk(null(), 1, "%s %d\n", "text", 1) == 7); }

/* EBADF is also the answer to what a descriptor was not opened for. */
QUIET(write)
{
	int fd = open(some_file(), O_RDONLY);

	CHECK_EBADF(write(fd, buf, 1));
	CHECK(close(fd) == 0);
}

QUIET(read) { CHECK(read(null(), buf, 1) == 0); }

/* The program's own number again, by somebody who did not open it. */
USES_AS(read, twice, .count = 2)
{
	int fd = stale();

	for (int i = 0; i < 2; i++)
		CHECK_EBADF(read(fd, buf, 1));
}

USES(getdirentries)
{
	off_t base = 0;

	CHECK_EBADF(getdirentries(stale(), buf, sizeof(buf), &base));
}

USES(getdirentries64)
{
	off64_t base = 0;

	CHECK_EBADF(getdirentries64(stale(), buf, sizeof(buf), &base));
}

/* Numbers that were never open, a row for each kind of body. */
#define NEVER .finding = "bad-descriptor"

USES_AS(read, never, NEVER, .count = 2)
{
	CHECK_EBADF(read(999, buf, 1));
	CHECK_EBADF(read(-1, buf, 1));
}

USES_AS(fstat, never, NEVER) { struct stat st; CHECK_EBADF(fstat(999, &st)); }
USES_AS(posix_fallocate, never, NEVER) { CHECK(posix_fallocate(999, 0, 1) == EBADF); }
USES_AS(isatty, never, NEVER) { CHECK(isatty(999) == 0 && errno == EBADF); }
USES_AS(splice, never, NEVER) { CHECK_EBADF(splice(999, NULL, null(), NULL, 1, 0)); }
USES_AS(splice, never_to, NEVER) { CHECK_EBADF(splice(null(), NULL, 999, NULL, 1, 0)); }
USES_AS(mmap, never, NEVER) { CHECK(mmap(NULL, 1, PROT_READ, MAP_SHARED, 999, 0) == MAP_FAILED); }

/* ---- From one descriptor to another ------------------------------------ */

USES(sendfile) { CHECK_EBADF(sendfile(stale(), null(), NULL, 1)); }
USES(sendfile64) { CHECK_EBADF(sendfile64(stale(), null(), NULL, 1)); }
USES_AS(sendfile, from) { CHECK_EBADF(sendfile(null(), stale(), NULL, 1)); }
USES_AS(sendfile64, from) { CHECK_EBADF(sendfile64(null(), stale(), NULL, 1)); }
USES(splice) { CHECK_EBADF(splice(stale(), NULL, null(), NULL, 1, 0)); }
USES_AS(splice, to) { CHECK_EBADF(splice(null(), NULL, stale(), NULL, 1, 0)); }
USES(tee) { CHECK_EBADF(tee(stale(), null(), 1, 0)); }
USES_AS(tee, to) { CHECK_EBADF(tee(null(), stale(), 1, 0)); }
USES(vmsplice) { CHECK_EBADF(vmsplice(stale(), &iov, 1, 0)); }
USES(copy_file_range) { CHECK_EBADF(copy_file_range(stale(), NULL, null(), NULL, 1, 0)); }
USES_AS(copy_file_range, to) { CHECK_EBADF(copy_file_range(null(), NULL, stale(), NULL, 1, 0)); }

/* ---- The file behind it ------------------------------------------------ */

USES(fsync) { CHECK_EBADF(fsync(stale())); }
USES(fdatasync) { CHECK_EBADF(fdatasync(stale())); }
USES(syncfs) { CHECK_EBADF(syncfs(stale())); }
USES(sync_file_range) { CHECK_EBADF(sync_file_range(stale(), 0, 0, 0)); }
USES(ftruncate) { CHECK_EBADF(ftruncate(stale(), 0)); }
USES(ftruncate64) { CHECK_EBADF(ftruncate64(stale(), 0)); }
USES(fallocate) { CHECK_EBADF(fallocate(stale(), 0, 0, 1)); }
USES(fallocate64) { CHECK_EBADF(fallocate64(stale(), 0, 0, 1)); }
USES(posix_fallocate) { CHECK(posix_fallocate(stale(), 0, 1) == EBADF); }
USES(posix_fallocate64) { CHECK(posix_fallocate64(stale(), 0, 1) == EBADF); }
USES(posix_fadvise) { CHECK(posix_fadvise(stale(), 0, 0, POSIX_FADV_NORMAL) == EBADF); }
USES(posix_fadvise64) { CHECK(posix_fadvise64(stale(), 0, 0, POSIX_FADV_NORMAL) == EBADF); }
USES(flock) { CHECK_EBADF(flock(stale(), LOCK_UN)); }
USES(lockf) { CHECK_EBADF(lockf(stale(), F_TEST, 0)); }
USES(lockf64) { CHECK_EBADF(lockf64(stale(), F_LOCK, 0)); }
USES(fchmod) { CHECK_EBADF(fchmod(stale(), 0600)); }
USES(fchown) { CHECK_EBADF(fchown(stale(), (uid_t)-1, (gid_t)-1)); }
USES(futimens) { CHECK_EBADF(futimens(stale(), NULL)); }
USES(futimes) { CHECK_EBADF(futimes(stale(), NULL)); }
USES(fstat) { struct stat st; CHECK_EBADF(fstat(stale(), &st)); }
USES(fstat64) { struct stat64 st; CHECK_EBADF(fstat64(stale(), &st)); }
USES(__fxstat) { struct stat st; CHECK_EBADF(__fxstat(1, stale(), &st)); }
USES(__fxstat64) { struct stat64 st; CHECK_EBADF(__fxstat64(1, stale(), &st)); }
USES(fstatfs) { struct statfs st; CHECK_EBADF(fstatfs(stale(), &st)); }
USES(fstatfs64) { struct statfs64 st; CHECK_EBADF(fstatfs64(stale(), &st)); }
USES(fstatvfs) { struct statvfs st; CHECK_EBADF(fstatvfs(stale(), &st)); }
USES(fstatvfs64) { struct statvfs64 st; CHECK_EBADF(fstatvfs64(stale(), &st)); }
USES(fpathconf) { CHECK_EBADF(fpathconf(stale(), _PC_NAME_MAX)); }
USES(fchdir) { CHECK_EBADF(fchdir(stale())); }
USES(isfdtype) { CHECK(isfdtype(stale(), S_IFREG) == -1); }	/* it puts errno back */
USES(fgetxattr) { CHECK_EBADF(fgetxattr(stale(), "user.x", buf, sizeof(buf))); }
USES(fsetxattr) { CHECK_EBADF(fsetxattr(stale(), "user.x", buf, 1, 0)); }
USES(flistxattr) { CHECK_EBADF(flistxattr(stale(), buf, sizeof(buf))); }
USES(fremovexattr) { CHECK_EBADF(fremovexattr(stale(), "user.x")); }

/* Some names need no file behind the number, and answer without. */
USES_AS(fpathconf, constant) { CHECK(fpathconf(stale(), _PC_PATH_MAX) == 4096); }

QUIET(fstat)
{
	struct stat st;

	CHECK(fstat(null(), &st) == 0 && S_ISCHR(st.st_mode));
}

/* ---- Maps -------------------------------------------------------------- */

USES(mmap)
{
	errno = 0;
	CHECK(mmap(NULL, 1, PROT_READ, MAP_PRIVATE, stale(), 0) == MAP_FAILED && errno == EBADF);
}

USES(mmap64)
{
	errno = 0;
	CHECK(mmap64(NULL, 1, PROT_READ, MAP_PRIVATE, stale(), 0) == MAP_FAILED && errno == EBADF);
}

QUIET(mmap)
{
	void *p = mmap(NULL, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, stale(), 0);

	CHECK(p != MAP_FAILED && munmap(p, 1) == 0);
}
