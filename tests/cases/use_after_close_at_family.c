/*
 * The directory of an *at call was closed, and the path is relative to it.
 *
 * expect: use-after-close object=directory
 *     at=openat@main:OPENAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=fstatat@main:FSTATAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=statx@main:STATX closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=faccessat@main:FACCESSAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=mkdirat@main:MKDIRAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=mknodat@main:MKNODAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=mkfifoat@main:MKFIFOAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=unlinkat@main:UNLINKAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=renameat@main:RENAMEAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=renameat2@main:RENAMEAT2 closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=linkat@main:LINKAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=symlinkat@main:SYMLINKAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=readlinkat@main:READLINKAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=fchmodat@main:FCHMODAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=fchownat@main:FCHOWNAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=utimensat@main:UTIMENSAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=fchdir@main:FCHDIR closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=directory
 *     at=fdopendir@main:FDOPENDIR closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <dirent.h>
#include <sys/stat.h>

int main(void)
{
	struct stat status;
	struct statx extended;
	char target[16];
	int fd = open(".", O_RDONLY | O_DIRECTORY); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(openat(fd, "x", O_RDONLY)); /* OPENAT */
	CHECK_EBADF(fstatat(fd, "x", &status, 0)); /* FSTATAT */
	CHECK_EBADF(statx(fd, "x", 0, STATX_SIZE, &extended)); /* STATX */
	CHECK_EBADF(faccessat(fd, "x", R_OK, 0)); /* FACCESSAT */
	CHECK_EBADF(mkdirat(fd, "x", 0700)); /* MKDIRAT */
	CHECK_EBADF(mknodat(fd, "x", S_IFREG | 0600, 0)); /* MKNODAT */
	CHECK_EBADF(mkfifoat(fd, "x", 0600)); /* MKFIFOAT */
	CHECK_EBADF(unlinkat(fd, "x", 0)); /* UNLINKAT */
	CHECK_EBADF(renameat(fd, "x", AT_FDCWD, "y")); /* RENAMEAT */
	CHECK_EBADF(renameat2(AT_FDCWD, ".", fd, "y", 0)); /* RENAMEAT2 */
	CHECK_EBADF(linkat(fd, "x", AT_FDCWD, "y", 0)); /* LINKAT */
	CHECK_EBADF(symlinkat("x", fd, "y")); /* SYMLINKAT */
	CHECK_EBADF(readlinkat(fd, "x", target, sizeof(target))); /* READLINKAT */
	CHECK_EBADF(fchmodat(fd, "x", 0600, 0)); /* FCHMODAT */
	CHECK_EBADF(fchownat(fd, "x", -1, -1, 0)); /* FCHOWNAT */
	CHECK_EBADF(utimensat(fd, "x", NULL, 0)); /* UTIMENSAT */
	CHECK_EBADF(fchdir(fd)); /* FCHDIR */
	CHECK(!fdopendir(fd) && errno == EBADF); /* FDOPENDIR */
	return 0;
}
