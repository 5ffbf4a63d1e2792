/* dir.c, readdir.c, scandir.c, tree.c */
#include "row.h"

#include <dirent.h>
#include <fts.h>

MAKES(opendir, .object = "directory", .owner = "DIR") { CHECK(opendir(".")); }

QUIET(opendir) { CHECK(!opendir("not-there") && errno == ENOENT); }

QUIET(fdopendir)
{
	DIR *dir = fdopendir(open(".", O_RDONLY | O_DIRECTORY));

	CHECK(dir && closedir(dir) == 0);
	CHECK(!fdopendir(null()) && errno == ENOTDIR);
}

USES(fdopendir) { CHECK(!fdopendir(stale()) && errno == EBADF); }

CLOSES(closedir)
{
	DIR *dir = opendir(".");
	int fd = dirfd(dir);

	CHECK(closedir(dir) == 0);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

/* Read through a pointer, or the compiler says that NULL is not allowed. */
QUIET(closedir)
{
	DIR *volatile none = NULL;

	CHECK(closedir(none) == -1 && errno == EINVAL);
}

USES_AS(fdopendir, never, .finding = "bad-descriptor") { CHECK(!fdopendir(999) && errno == EBADF); }

/* ---- Listings of descriptors ------------------------------------------- */

/* Reads the listing `path` to its end: what it shows is open, and a closed number is not there. */
#define SHOWN(entry_type, next)                                                \
	do {                                                                   \
		DIR *dir = opendir(path);                                      \
		int gone = stale();                                            \
		entry_type *entry;                                             \
		bool seen = false;                                             \
                                                                               \
		errno = 0;                                                     \
		while ((entry = (next)) != NULL) {                             \
			int fd = atoi(entry->d_name);                          \
                                                                               \
			seen = seen || fd == null();                           \
			CHECK(fd != gone);                                     \
			CHECK(entry->d_name[0] == '.' || fcntl(fd, F_GETFD) >= 0); \
		}                                                              \
		CHECK(seen && errno == 0 && closedir(dir) == 0);               \
	} while (0)

static void check_zero(int error)
{
	CHECK(error == 0);
}

static const char *const listings[] = {
	"/proc/self/fd", "/dev/fd", "/proc/thread-self/fd", "/proc/self/fdinfo", NULL
};

QUIET(readdir)
{
	for (int i = 0; listings[i]; i++) {
		const char *path = listings[i];

		SHOWN(struct dirent, readdir(dir));
	}
}

QUIET(readdir64)
{
	const char *path = "/proc/self/fd";

	SHOWN(struct dirent64, readdir64(dir));
}

QUIET(readdir_r)
{
	const char *path = "/proc/self/fd";
	struct dirent buf, *result;

	SHOWN(struct dirent, (check_zero(readdir_r(dir, &buf, &result)), result));
}

QUIET(readdir64_r)
{
	const char *path = "/proc/self/fd";
	struct dirent64 buf, *result;

	SHOWN(struct dirent64, (check_zero(readdir64_r(dir, &buf, &result)), result));
}

/* A file of that name in another directory is there. */
QUIET_AS(readdir, other)
{
	char path[32];
	DIR *dir;
	struct dirent *entry;
	bool seen = false;
	int gone = stale();

	snprintf(path, sizeof(path), "%s/%d", some_directory(), gone);
	CHECK(mknod(path, S_IFREG | 0600, 0) == 0);
	dir = opendir(some_directory());
	while ((entry = readdir(dir)) != NULL)
		seen = seen || atoi(entry->d_name) == gone;
	CHECK(seen && closedir(dir) == 0 && unlink(path) == 0);
}

/* The end of a directory is no error, and leaves errno alone. */
QUIET_AS(readdir, end)
{
	DIR *dir = opendir(some_directory());

	errno = ENFILE;
	while (readdir(dir))
		CHECK(errno == ENFILE);
	CHECK(errno == ENFILE && closedir(dir) == 0);
}

QUIET(getdents64)
{
	union {
		char bytes[64];		/* room for one or two entries at a time */
		struct dirent64 align;
	} buf;
	int dir = open("/proc/self/fd", O_RDONLY | O_DIRECTORY), gone = stale();
	bool seen = false;
	ssize_t n;

	while ((n = getdents64(dir, &buf, sizeof(buf))) > 0) {
		for (ssize_t at = 0; at < n;) {
			struct dirent64 *entry = (struct dirent64 *)(buf.bytes + at);

			seen = seen || atoi(entry->d_name) == null();
			CHECK(atoi(entry->d_name) != gone);
			at += entry->d_reclen;
		}
	}
	CHECK(n == 0 && seen && close(dir) == 0);
}

USES(getdents64)
{
	char buf[64];

	CHECK_EBADF(getdents64(stale(), buf, sizeof(buf)));
}

/* Its descriptor was closed behind its back. */
USES(readdir, .finding = "owner-mismatch double-close use-after-close")
{
	DIR *dir = opendir(".");

	CHECK(close(dirfd(dir)) == 0);
	errno = 0;
	CHECK(!readdir(dir) && errno == EBADF);
	CHECK_EBADF(closedir(dir));
}

USES(readdir64, .finding = "owner-mismatch double-close use-after-close")
{
	DIR *dir = opendir(".");

	CHECK(close(dirfd(dir)) == 0);
	CHECK(!readdir64(dir) && errno == EBADF);
	CHECK_EBADF(closedir(dir));
}

USES(readdir_r, .finding = "owner-mismatch double-close use-after-close")
{
	struct dirent buf, *result;
	DIR *dir = opendir(".");

	CHECK(close(dirfd(dir)) == 0);
	CHECK(readdir_r(dir, &buf, &result) == EBADF);
	CHECK_EBADF(closedir(dir));
}

USES(readdir64_r, .finding = "owner-mismatch double-close use-after-close")
{
	struct dirent64 buf, *result;
	DIR *dir = opendir(".");

	CHECK(close(dirfd(dir)) == 0);
	CHECK(readdir64_r(dir, &buf, &result) == EBADF);
	CHECK_EBADF(closedir(dir));
}

static int no_dots(const struct dirent *entry) { return entry->d_name[0] != '.'; }
static int no_dots64(const struct dirent64 *entry) { return entry->d_name[0] != '.'; }

/* A closed number that libc's own open is not given meanwhile. */
static int gone_high(void)
{
	CHECK(dup2(null(), 790) == 790 && close(790) == 0);
	return 790;
}

/* Frees the list; true if `fd` was in it. */
#define LISTED(list, n, fd) ({                                                 \
	bool found = false;                                                    \
                                                                               \
	CHECK((n) > 0);                                                        \
	for (int i = 0; i < (n); free((list)[i++]))                            \
		found = found || atoi((list)[i]->d_name) == (fd);              \
	free(list);                                                            \
	found;                                                                 \
})

QUIET(scandir)
{
	struct dirent **list;
	int gone = gone_high(), n;

	make_scarce();
	n = scandir("/proc/self/fd", &list, no_dots, alphasort);
	CHECK(!LISTED(list, n, gone));
	n = scandir("/proc/self/fd", &list, NULL, NULL);
	CHECK(LISTED(list, n, null()));
	CHECK(scandir("not-there", &list, NULL, NULL) == -1 && errno == ENOENT);
}

QUIET(scandir64)
{
	struct dirent64 **list;
	int gone = gone_high(), n;

	make_scarce();
	n = scandir64("/proc/self/fd", &list, no_dots64, alphasort64);
	CHECK(!LISTED(list, n, gone));
}

QUIET(scandirat)
{
	struct dirent **list;
	int gone = gone_high(), n;

	make_scarce();
	n = scandirat(AT_FDCWD, "/proc/self/fd", &list, no_dots, alphasort);
	CHECK(!LISTED(list, n, gone));
}

QUIET(scandirat64)
{
	struct dirent64 **list;
	int gone = gone_high(), n;

	make_scarce();
	n = scandirat64(AT_FDCWD, "/proc/self/fd", &list, no_dots64, NULL);
	CHECK(!LISTED(list, n, gone));
}

USES(scandirat)
{
	struct dirent **list;

	CHECK_EBADF(scandirat(stale(), ".", &list, NULL, NULL));
}

USES(scandirat64)
{
	struct dirent64 **list;

	CHECK_EBADF(scandirat64(stale(), ".", &list, NULL, NULL));
}

USES_AS(scandirat, never, .finding = "bad-descriptor")
{
	struct dirent **list;

	CHECK_EBADF(scandirat(999, ".", &list, NULL, NULL));
}

/* ---- Trees ------------------------------------------------------------- */

static char *const tree[] = { (char[]){ "." }, NULL };

/* It would go without the descriptor if it found no number. */
MAKES(fts_open, .object = "directory")
{
	FTS *fts = fts_open(tree, FTS_PHYSICAL, NULL);

	CHECK(fts && !(fts->fts_options & FTS_NOCHDIR));
}

MAKES(fts64_open)
{
	FTS64 *fts = fts64_open(tree, FTS_PHYSICAL, NULL);

	CHECK(fts && !(fts->fts_options & FTS_NOCHDIR));
}

CLOSES(fts_close)
{
	FTS *fts = fts_open(tree, FTS_PHYSICAL, NULL);
	int fd = fts->fts_rfd;

	while (fts_read(fts))
		;
	CHECK(fts_close(fts) == 0);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

CLOSES(fts64_close)
{
	FTS64 *fts = fts64_open(tree, FTS_PHYSICAL, NULL);
	int fd = fts->fts_rfd;

	CHECK(fts64_read(fts) && fts64_close(fts) == 0);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

/* With FTS_NOCHDIR nothing stays open, and number 0 is not taken for it. */
QUIET(fts_close)
{
	FTS *fts = fts_open(tree, FTS_PHYSICAL | FTS_NOCHDIR, NULL);

	CHECK(fts_read(fts) && fts_close(fts) == 0);
	CHECK(fcntl(0, F_GETFD) >= 0);
}
