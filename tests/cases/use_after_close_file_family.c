/*
 * Calls on the file behind a descriptor, after the close.
 *
 * expect: use-after-close object=file
 *     at=fstat@main:FSTAT closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fstatfs@main:FSTATFS closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fstatvfs@main:FSTATVFS closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=lseek@main:LSEEK closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=ftruncate@main:FTRUNCATE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fsync@main:FSYNC closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fdatasync@main:FDATASYNC closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=syncfs@main:SYNCFS closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=sync_file_range@main:SYNC_FILE_RANGE closed=close@main:CLOSED
 *     opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fchmod@main:FCHMOD closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fchown@main:FCHOWN closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=futimens@main:FUTIMENS closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fallocate@main:FALLOCATE closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=posix_fallocate@main:POSIX_FALLOCATE closed=close@main:CLOSED
 *     opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=posix_fadvise@main:POSIX_FADVISE closed=close@main:CLOSED
 *     opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=readahead@main:READAHEAD closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=flock@main:FLOCK closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=lockf@main:LOCKF closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fgetxattr@main:FGETXATTR closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fsetxattr@main:FSETXATTR closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=flistxattr@main:FLISTXATTR closed=close@main:CLOSED opened=open@main:OPENED
 * expect: use-after-close object=file
 *     at=fremovexattr@main:FREMOVEXATTR closed=close@main:CLOSED opened=open@main:OPENED
 */
#include "case.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

int main(void)
{
	struct stat status;
	struct statfs fs;
	struct statvfs vfs;
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(close(fd) == 0); /* CLOSED */
	CHECK_EBADF(fstat(fd, &status)); /* FSTAT */
	CHECK_EBADF(fstatfs(fd, &fs)); /* FSTATFS */
	CHECK_EBADF(fstatvfs(fd, &vfs)); /* FSTATVFS */
	CHECK_EBADF(lseek(fd, 0, SEEK_CUR)); /* LSEEK */
	CHECK_EBADF(ftruncate(fd, 1)); /* FTRUNCATE */
	CHECK_EBADF(fsync(fd)); /* FSYNC */
	CHECK_EBADF(fdatasync(fd)); /* FDATASYNC */
	CHECK_EBADF(syncfs(fd)); /* SYNCFS */
	CHECK_EBADF(sync_file_range(fd, 0, 1, 0)); /* SYNC_FILE_RANGE */
	CHECK_EBADF(fchmod(fd, 0600)); /* FCHMOD */
	CHECK_EBADF(fchown(fd, -1, -1)); /* FCHOWN */
	CHECK_EBADF(futimens(fd, NULL)); /* FUTIMENS */
	CHECK_EBADF(fallocate(fd, 0, 0, 1)); /* FALLOCATE */
	CHECK(posix_fallocate(fd, 0, 1) == EBADF); /* POSIX_FALLOCATE */
	CHECK(posix_fadvise(fd, 0, 1, POSIX_FADV_NORMAL) == EBADF); /* POSIX_FADVISE */
	CHECK_EBADF(readahead(fd, 0, 1)); /* READAHEAD */
	CHECK_EBADF(flock(fd, LOCK_SH | LOCK_NB)); /* FLOCK */
	CHECK_EBADF(lockf(fd, F_TLOCK, 0)); /* LOCKF */
	CHECK_EBADF(fgetxattr(fd, "user.none", NULL, 0)); /* FGETXATTR */
	CHECK_EBADF(fsetxattr(fd, "user.none", "", 0, 0)); /* FSETXATTR */
	CHECK_EBADF(flistxattr(fd, NULL, 0)); /* FLISTXATTR */
	CHECK_EBADF(fremovexattr(fd, "user.none")); /* FREMOVEXATTR */
	return 0;
}
