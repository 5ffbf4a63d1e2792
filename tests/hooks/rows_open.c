/* open.c: open and its kin. */
#include "row.h"

MAKES(open, .object = "file") { CHECK(open(some_file(), O_RDONLY) >= 0); }
MAKES(open64) { CHECK(open64(some_file(), O_RDONLY) >= 0); }
MAKES(openat) { CHECK(openat(AT_FDCWD, some_file(), O_RDONLY) >= 0); }
MAKES(openat64) { CHECK(openat64(AT_FDCWD, some_file(), O_RDONLY) >= 0); }
MAKES(creat) { CHECK(creat(new_path(), 0600) >= 0); }
MAKES(creat64) { CHECK(creat64(new_path(), 0600) >= 0); }
MAKES(__open_2) { CHECK(__open_2(some_file(), O_RDONLY) >= 0); }
MAKES(__open64_2) { CHECK(__open64_2(some_file(), O_RDONLY) >= 0); }
MAKES(__openat_2) { CHECK(__openat_2(AT_FDCWD, some_file(), O_RDONLY) >= 0); }
MAKES(__openat64_2) { CHECK(__openat64_2(AT_FDCWD, some_file(), O_RDONLY) >= 0); }

MAKES_AS(open, directory, .object = "directory")
{
	CHECK(open(some_directory(), O_RDONLY | O_DIRECTORY) >= 0);
}

MAKES_AS(open, tmpfile)
{
	struct stat st;
	int fd = open(".", O_TMPFILE | O_RDWR, 0640);

	CHECK(fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 07777) == 0640);
}

QUIET(open)
{
	CHECK(open("not-there", O_RDONLY) == -1 && errno == ENOENT);
}

USES(openat) { CHECK_EBADF(openat(stale(), some_file(), O_RDONLY)); }
USES(openat64) { CHECK_EBADF(openat64(stale(), some_file(), O_RDONLY)); }
USES(__openat_2) { CHECK_EBADF(__openat_2(stale(), some_file(), O_RDONLY)); }
USES(__openat64_2) { CHECK_EBADF(__openat64_2(stale(), some_file(), O_RDONLY)); }

/* An absolute path does not look at the directory. */
QUIET_AS(openat, absolute)
{
	int fd = openat(stale(), "/dev/null", O_RDONLY);

	CHECK(fd >= 0 && close(fd) == 0);
}
