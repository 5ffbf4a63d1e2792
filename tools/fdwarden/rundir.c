/* The run's directory. */
#include "rundir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "command.h"
#include "runs.h"

#define RECORD_NAME "run"

#define REMOVE_TRIES 100

/* How a directory is opened that is named by what lies in ours. */
#define INSIDE (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* A file system in memory is the fast place, if it has room for many ledgers. */
#define ROOM_WANTED (64u << 20)

static bool is_ledger(const char *name)
{
	size_t digits = strspn(name, "0123456789");
	size_t image;

	if (digits == 0 || name[digits] != '.')
		return false;
	name += digits + 1;
	image = strspn(name, "0123456789");
	return image > 0 && strcmp(name + image, ".ledger") == 0;
}

/* "u65534": that user's own, who may put anything there. */
static bool is_user_directory(const char *name)
{
	size_t digits = name[0] == 'u' ? strspn(name + 1, "0123456789") : 0;

	return digits > 0 && name[1 + digits] == '\0';
}

struct walk {
	bool (*each)(void *ctx, int dir, const char *name);
	void *ctx;
	bool stopped;
};

/* Takes the open directory over. */
static int walk_directory(struct walk *walk, int fd, bool is_top)
{
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;
	int error = -errno;

	if (d == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return error;
	}
	while (!walk->stopped && (entry = readdir(d)) != NULL) {
		const char *name = entry->d_name;

		if (is_ledger(name))
			walk->stopped = !walk->each(walk->ctx, dirfd(d), name);
		else if (is_top && is_user_directory(name))
			(void)walk_directory(walk, openat(dirfd(d), name, INSIDE), false);
	}
	(void)closedir(d);
	return 0;
}

int rundir_each_ledger(const char *path, bool (*each)(void *ctx, int dir, const char *name),
		       void *ctx)
{
	struct walk walk = { each, ctx, false };

	return walk_directory(&walk, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), true);
}

static bool note_one(void *ctx, int dir, const char *name)
{
	(void)dir;
	(void)name;
	*(bool *)ctx = true;
	return false;
}

bool rundir_has_ledgers(const char *path)
{
	bool found = false;

	(void)rundir_each_ledger(path, note_one, &found);
	return found;
}

static bool is_roomy_tmpfs(const char *path)
{
	struct statfs fs;

	return statfs(path, &fs) == 0 && fs.f_type == TMPFS_MAGIC &&
	       (uint64_t)fs.f_bavail * (uint64_t)fs.f_bsize >= ROOM_WANTED &&
	       access(path, W_OK | X_OK) == 0;
}

void rundir_parents(const char *parents[RUNDIR_PARENTS + 1])
{
	const char *tmp = secure_getenv("TMPDIR");
	size_t count = 0;

	parents[count++] = "/dev/shm";
	if (tmp != NULL && tmp[0] == '/')
		parents[count++] = tmp;
	parents[count++] = "/tmp";
	parents[count] = NULL;
}

static bool make_private(struct rundir *dir, struct pool *pool)
{
	const char *parents[RUNDIR_PARENTS + 1];
	char name[RUN_NAME_BYTES];
	int error = ENOENT;

	runs_name(name);
	rundir_parents(parents);
	for (size_t i = is_roomy_tmpfs(parents[0]) ? 0 : 1; parents[i] != NULL; i++) {
		char *path = pool_format(pool, "%s/%s", parents[i], name);

		/* First: then ours is not there yet to be looked at. */
		runs_remove_stale(parents[i]);
		if (mkdtemp(path) != NULL) {
			dir->path = path;
			return true;
		}
		error = errno;
	}
	complain("cannot make a directory for the ledgers: %s", strerror(error));
	return false;
}

/* Which is a directory if the program wants to know what happens then: only an empty one goes. */
static void remove_ledger(int fd, const char *name)
{
	if (unlinkat(fd, name, 0) != 0 && errno == EISDIR)
		(void)unlinkat(fd, name, AT_REMOVEDIR);
}

/*
 * Removes ledgers and record, and what held them; everything else that may lie there stays.
 * Takes the open directory over.
 */
static void remove_ledgers(int fd, bool is_top)
{
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	if (d == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		const char *name = entry->d_name;

		if (is_ledger(name) || (is_top && strcmp(name, RECORD_NAME) == 0)) {
			remove_ledger(fd, name);
		} else if (is_top && is_user_directory(name)) {
			remove_ledgers(openat(fd, name, INSIDE), false);
			(void)unlinkat(fd, name, AT_REMOVEDIR);
		}
	}
	(void)closedir(d);
}

static void remove_all_ledgers(const char *path)
{
	remove_ledgers(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), true);
}

static bool take_kept(struct rundir *dir, struct pool *pool, const char *keep)
{
	char absolute[PATH_MAX];
	struct stat st;

	if (mkdir(keep, 0700) != 0 && errno != EEXIST) {
		complain("cannot make \"%s\": %s", keep, strerror(errno));
		return false;
	}
	if (stat(keep, &st) != 0 || realpath(keep, absolute) == NULL) {
		complain("cannot use \"%s\": %s", keep, strerror(errno));
		return false;
	}
	if (!S_ISDIR(st.st_mode)) {
		complain("cannot use \"%s\": %s", keep, strerror(ENOTDIR));
		return false;
	}
	if (st.st_uid != geteuid() || (st.st_mode & 022) != 0) {
		complain("cannot use \"%s\": others can write to it", keep);
		return false;
	}
	if (access(absolute, W_OK | X_OK) != 0) {
		complain("cannot use \"%s\": %s", keep, strerror(errno));
		return false;
	}
	dir->path = pool_text(pool, absolute, strlen(absolute));
	remove_all_ledgers(dir->path);
	return true;
}

bool rundir_open(struct rundir *dir, struct pool *pool, const char *keep)
{
	dir->keep = keep != NULL;
	return keep != NULL ? take_kept(dir, pool, keep) : make_private(dir, pool);
}

bool rundir_remove(const char *path)
{
	remove_all_ledgers(path);
	return rmdir(path) == 0 || errno != ENOTEMPTY;
}

void rundir_close(struct rundir *dir)
{
	if (dir->path == NULL || dir->keep)
		return;
	/* A descendant that lives on may make another one meanwhile. */
	for (int i = 0; i < REMOVE_TRIES && !rundir_remove(dir->path); i++)
		;
	dir->path = NULL;
}

void rundir_write_record(const struct rundir *dir, const struct run_record *record)
{
	char path[PATH_MAX];
	FILE *file;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir->path, RECORD_NAME) >= sizeof(path))
		return;
	file = fopen(path, "we");
	if (file == NULL) {
		complain("cannot write \"%s\": %s", path, strerror(errno));
		return;
	}
	(void)fprintf(file, "pid=%d\nstatus=%d\n", record->pid, record->status);
	if (fclose(file) != 0)
		complain("cannot write \"%s\": %s", path, strerror(errno));
}

bool rundir_read_record(const char *directory, struct run_record *record)
{
	char path[PATH_MAX];
	FILE *file = NULL;
	bool fine;

	memset(record, 0, sizeof(*record));
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", directory, RECORD_NAME) < sizeof(path))
		file = fopen(path, "re");
	if (file == NULL)
		return false;
	fine = fscanf(file, "pid=%9d status=%9d", &record->pid, &record->status) == 2;
	if (!fine)
		memset(record, 0, sizeof(*record));
	(void)fclose(file);
	return fine;
}
