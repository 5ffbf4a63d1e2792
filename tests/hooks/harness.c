/*
 * Runs the rows: all, or those named on the command line (by hook or by
 * function). Says "row NAME" before each and "ok NAME" or "skip NAME WHY" after
 * it on standard output; a row that fails ends the process, and tests/hooks/run
 * goes on behind it. See row.h.
 *
 * `--list` prints what each row expects. `--scarce` (first) gives each row a
 * table of descriptors that is full but for a few numbers, all of them just
 * closed: natively enough, and under fdwarden only if the quarantine gives
 * them back when the row's maker fails with EMFILE.
 */
#include "row.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define ROW_SECONDS 20

/*
 * What a scarce table has room for. Rows name numbers below it, but for
 * closefrom's; above it the quarantine would not hold anything any more.
 */
#define TABLE 800

extern const struct row *const __start_rows[], *const __stop_rows[];

static char directory[64]; /* the working directory of the rows */
static const char *skipped;
static int null_fd = -1;

void row_skipped(const char *why)
{
	skipped = why;
}

int null(void)
{
	return null_fd;
}

int fresh(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	CHECK(fd > 2);
	return fd;
}

bool watched(void)
{
	const char *preload = getenv("LD_PRELOAD");

	return preload && strstr(preload, "libfdwarden");
}

int count_open(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir))
		count++;
	CHECK(closedir(dir) == 0);
	return count;
}

int stale(void)
{
	int fd = fresh();

	CHECK(close(fd) == 0);
	return fd;
}

const char *some_file(void)
{
	return "some-file";
}

const char *some_directory(void)
{
	return "some-directory";
}

const char *new_path(void)
{
	static char path[32];
	static int number;

	snprintf(path, sizeof(path), "new-%d", number++);
	return path;
}

/* stdout is a pipe or a file, and rows play with streams: no stdio here. */
static void say(const char *what, const char *name, const char *more)
{
	char line[256];
	int n = snprintf(line, sizeof(line), "%s %s%s%s\n", what, name, *more ? " " : "", more);

	CHECK(write(STDOUT_FILENO, line, n) == n);
}

static void list(void)
{
	for (const struct row *const *r = __start_rows; r < __stop_rows; r++)
		printf("%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\n", (*r)->kind, (*r)->hook, (*r)->function,
		       (*r)->finding ? (*r)->finding : "", (*r)->count ? (*r)->count : 1,
		       (*r)->object ? (*r)->object : "", (*r)->owner ? (*r)->owner : "",
		       (*r)->name ? (*r)->name : "");
}

static bool wanted(const struct row *row, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(*names, row->function) || !strcmp(*names, row->hook))
			return true;
	return false;
}

/* /dev/null's number is high, so that no row meets it and no closefrom(900) takes it. */
static void prepare(void)
{
	int fd = open("/dev/null", O_RDWR);

	null_fd = fcntl(fd, F_DUPFD_CLOEXEC, TABLE - 1);
	CHECK(null_fd == TABLE - 1 && close(fd) == 0);

	snprintf(directory, sizeof(directory), "fdwarden-rows-%d", getpid());
	CHECK(mkdir(directory, 0700) == 0 && chdir(directory) == 0);
	CHECK(mkdir(some_directory(), 0700) == 0);
	fd = open(some_file(), O_CREAT | O_WRONLY, 0600);
	CHECK(write(fd, "some text\n", 10) == 10 && close(fd) == 0);
}

static void clean_up(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	CHECK(chdir("..") == 0 && system(command) == 0);
	CHECK(close(null_fd) == 0);
}

/* ---- A full table ------------------------------------------------------ */

/* So many, and too far apart for a close-all. */
#define FREE_FIRST 640
#define FREE_LAST  790
#define FREE_STEP  10

static bool scarce;
static bool filler[TABLE]; /* ours, to take up room */

void make_scarce(void)
{
	int fd;

	if (!scarce)
		return;
	while ((fd = dup(null_fd)) >= 0)
		filler[fd] = true;
	CHECK(errno == EMFILE);
	for (fd = FREE_FIRST; fd <= FREE_LAST; fd += FREE_STEP) {
		CHECK(!filler[fd] || close(fd) == 0);
		filler[fd] = false;
	}
}

/* Takes back what the row left there. */
static void refill(void)
{
	for (int fd = FREE_FIRST; fd <= FREE_LAST; fd += FREE_STEP) {
		CHECK(dup2(null_fd, fd) == fd);
		filler[fd] = true;
	}
}

static void run(const struct row *row)
{
	if (scarce)
		refill();
	make_scarce();
	row->run();
	if (scarce)
		refill();
	make_scarce();
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--list")) {
		list();
		return 0;
	}
	if (argc > 1 && !strcmp(argv[1], "--scarce")) {
		CHECK(setrlimit(RLIMIT_NOFILE, &(struct rlimit){ TABLE, TABLE }) == 0);
		scarce = true;
		argv++;
	}
	prepare();
	for (const struct row *const *r = __start_rows; r < __stop_rows; r++) {
		if (!wanted(*r, argv + 1))
			continue;
		say("row", (*r)->function, "");
		skipped = NULL;
		alarm(ROW_SECONDS);
		run(*r);
		alarm(0);
		say(skipped ? "skip" : "ok", (*r)->function, skipped ? skipped : "");
	}
	clean_up();
	return 0;
}
