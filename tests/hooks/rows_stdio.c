/* stdio.c */
#include "row.h"

#include <mntent.h>

#define STREAM .object = "file", .owner = "FILE"

MAKES(fopen, STREAM) { CHECK(fopen(some_file(), "r")); }
MAKES(fopen64, STREAM) { CHECK(fopen64(some_file(), "r")); }
MAKES(_IO_fopen, STREAM) { CHECK(_IO_fopen(some_file(), "r")); }
MAKES(tmpfile, STREAM) { CHECK(tmpfile()); }
MAKES(tmpfile64, STREAM) { CHECK(tmpfile64()); }
MAKES(setmntent, STREAM) { CHECK(setmntent("/proc/mounts", "r")); }
MAKES(__setmntent, STREAM) { CHECK(__setmntent("/proc/mounts", "r")); }
MAKES(popen, .object = "pipe", .owner = "FILE") { CHECK(popen("true", "r")); }
MAKES(_IO_popen, .object = "pipe", .owner = "FILE") { CHECK(_IO_popen("true", "r")); }

/* ---- Opened again ------------------------------------------------------ */

/* The number stays, and is the new file's. */
MAKES(freopen, STREAM)
{
	FILE *fp = fopen("/dev/null", "r");
	int fd = fileno(fp);

	make_scarce();
	CHECK(freopen(some_file(), "r", fp) == fp && fileno(fp) == fd && getc(fp) == 's');
}

MAKES(freopen64, STREAM)
{
	FILE *fp = fopen("/dev/null", "r");

	make_scarce();
	CHECK(freopen64(some_file(), "r", fp) == fp);
}

QUIET(freopen)
{
	int before = count_open();
	FILE *fp = fopen("/dev/null", "r");

	CHECK(freopen(some_file(), "r", fp) == fp && fclose(fp) == 0);
	CHECK(count_open() == before);
}

/* stdin keeps its number and its place. */
QUIET_AS(freopen, standard)
{
	int copy = dup(0);

	CHECK(freopen(some_file(), "r", stdin) == stdin && fileno(stdin) == 0);
	CHECK(getchar() == 's');
	CHECK(dup2(copy, 0) == 0 && close(copy) == 0);
	clearerr(stdin);
}

/* What cannot be opened is closed all the same. */
CLOSES(freopen)
{
	FILE *fp = fopen("/dev/null", "r");
	int fd = fileno(fp);

	CHECK(!freopen("not-there", "r", fp) && errno == ENOENT);
	CHECK_EBADF(close(fd));
	CHECK(fclose(fp) == EOF);
}

CLOSES(freopen64)
{
	FILE *fp = fopen("/dev/null", "r");
	int fd = fileno(fp);

	CHECK(!freopen64("not-there", "r", fp) && errno == ENOENT);
	CHECK_EBADF(close(fd));
	CHECK(fclose(fp) == EOF);
}

/* ---- Taken over -------------------------------------------------------- */

QUIET(fdopen)
{
	FILE *fp = fdopen(fresh(), "r");

	CHECK(fp && fclose(fp) == 0);
	CHECK(!fdopen(null(), "not a mode") && errno == EINVAL);
}

USES(fdopen) { CHECK(!fdopen(stale(), "r") && errno == EBADF); }
USES_AS(fdopen, never, .finding = "bad-descriptor") { CHECK(!fdopen(999, "r") && errno == EBADF); }
USES(_IO_fdopen) { CHECK(!_IO_fdopen(stale(), "r") && errno == EBADF); }

/* ---- Closed ------------------------------------------------------------ */

CLOSES(fclose)
{
	FILE *fp = fopen(some_file(), "r");
	int fd = fileno(fp);

	CHECK(fclose(fp) == 0);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

CLOSES(_IO_fclose)
{
	FILE *fp = fopen(some_file(), "r");
	int fd = fileno(fp);

	CHECK(_IO_fclose(fp) == 0);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

CLOSES_AS(fclose, fdopen)
{
	int fd = fresh();
	FILE *fp = fdopen(fd, "w");

	CHECK(fputs("text", fp) >= 0 && fclose(fp) == 0);
	CHECK_EBADF(close(fd));
}

CLOSES(pclose)
{
	FILE *fp = popen("exit 7", "r");
	int fd = fileno(fp);

	CHECK(WEXITSTATUS(pclose(fp)) == 7);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

CLOSES(endmntent)
{
	FILE *fp = setmntent("/proc/mounts", "r");
	int fd = fileno(fp);

	CHECK(endmntent(fp) == 1);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

CLOSES(__endmntent)
{
	FILE *fp = setmntent("/proc/mounts", "r");
	int fd = fileno(fp);

	CHECK(__endmntent(fp) == 1);
	CHECK_EBADF(close(fd));
	CHECK_HELD(fd);
}

QUIET(endmntent) { CHECK(endmntent(NULL) == 1); }

/* The process at the other end waits for the end of the file; so must not we. */
QUIET(pclose)
{
	FILE *fp = popen("cat >/dev/null", "w");

	CHECK(fputs("text", fp) >= 0 && pclose(fp) == 0);
}

QUIET_AS(fclose, popen)
{
	FILE *fp = popen("cat >/dev/null", "w");
	int (*volatile end)(FILE *) = fclose;	/* or the compiler knows better */

	CHECK(fputs("text", fp) >= 0 && end(fp) == 0);
}

/* What was buffered is written through the stand-in, at the right place. */
QUIET_AS(fclose, flushes)
{
	const char *path = new_path();
	FILE *fp = fopen(path, "w");
	char text[16] = "";
	int fd;

	CHECK(fputs("buffered", fp) >= 0 && fclose(fp) == 0);
	fd = open(path, O_RDONLY);
	CHECK(read(fd, text, sizeof(text)) == 8 && !strcmp(text, "buffered") && close(fd) == 0);
}

/* The error of the last write is fclose's. */
QUIET_AS(fclose, error)
{
	FILE *fp = fopen("/dev/full", "w");

	CHECK(fputs("text", fp) >= 0);
	errno = 0;
	CHECK(fclose(fp) == EOF && errno == ENOSPC);
}

/* Streams without a descriptor; errno is as it was. */
QUIET_AS(fclose, memory)
{
	char text[8] = "text", *grown;
	size_t bytes;
	FILE *a = fmemopen(text, sizeof(text), "r"), *b = open_memstream(&grown, &bytes);

	errno = 0;
	CHECK(fclose(a) == 0 && fclose(b) == 0 && errno == 0);
	free(grown);
}

/* Behind the owner's back: its own close is a double close then. */
USES_AS(fclose, orphan, .finding = "owner-mismatch double-close")
{
	FILE *fp = fopen("/dev/null", "r");

	CHECK(close(fileno(fp)) == 0);
	errno = 0;
	CHECK(fclose(fp) == EOF && errno == EBADF);
}

/*
 * It writes out and closes nothing; the program is done with its streams all
 * the same. In a child, whose streams are no other row's.
 */
QUIET(fcloseall)
{
	FILE *fp;
	pid_t pid = fork();

	if (pid == 0) {
		fp = fopen("/dev/null", "w");
		CHECK(fcloseall() == 0 && fcntl(fileno(fp), F_GETFD) >= 0);
		_exit(0);
	}
	check_child(pid, 0);
}
