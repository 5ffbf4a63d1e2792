/* Directories of other runs; see runs.h. */
#include "runs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect.h"
#include "process.h"
#include "rundir.h"

/* Who made a directory. */
struct maker {
	int pid;
	unsigned long long start_ticks;
	unsigned long long numbering; /* inode of its pid namespace */
};

static unsigned long long own_numbering(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) == 0 ? st.st_ino : 0;
}

void runs_name(char name[RUN_NAME_BYTES])
{
	(void)snprintf(name, RUN_NAME_BYTES, "fdwarden-%d.%llu.%llu-XXXXXX", (int)getpid(),
		       (unsigned long long)process_start_ticks(getpid()), own_numbering());
}

static bool parse_name(const char *name, struct maker *maker)
{
	int used = 0;

	return sscanf(name, "fdwarden-%9d.%20llu.%20llu-%n", &maker->pid, &maker->start_ticks,
		      &maker->numbering, &used) == 3 &&
	       used > 0 && strlen(name + used) == strlen("XXXXXX");
}

/* A directory, no link to one, of this user, that nobody else can write to. */
static bool is_ours(int parent, const char *name)
{
	struct stat st;

	return fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode) &&
	       st.st_uid == geteuid() && (st.st_mode & 022) == 0;
}

static bool is_stale(const struct maker *maker, const char *path)
{
	return maker->numbering != 0 && maker->numbering == own_numbering() &&
	       !process_is_alive(maker->pid, maker->start_ticks) && !collect_has_writer(path);
}

/* Calls `each` for the directories of our runs in `parent`. */
static void each_run(const char *parent, void (*each)(void *, const char *, const struct maker *),
		     void *ctx)
{
	DIR *d = opendir(parent);
	struct dirent *entry;
	struct maker maker;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		struct pool pool = { NULL };

		if (!parse_name(entry->d_name, &maker) || !is_ours(dirfd(d), entry->d_name))
			continue;
		each(ctx, pool_format(&pool, "%s/%s", parent, entry->d_name), &maker);
		pool_free(&pool);
	}
	if (d != NULL)
		(void)closedir(d);
}

static void remove_if_stale(void *ctx, const char *path, const struct maker *maker)
{
	(void)ctx;
	if (is_stale(maker, path))
		(void)rundir_remove(path);
}

void runs_remove_stale(const char *parent)
{
	each_run(parent, remove_if_stale, NULL);
}

struct search {
	struct pool *pool;
	int pid;
	const char *found;
	struct timespec when; /* the ledger was last written to */
	const char *looking;
};

static bool is_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

static bool look_at_ledger(void *ctx, int dir, const char *name)
{
	struct search *s = ctx;
	struct stat st;

	if (strtol(name, NULL, 10) != s->pid || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return true;
	if (s->found == NULL || is_later(&st.st_ctim, &s->when)) {
		s->found = pool_text(s->pool, s->looking, strlen(s->looking));
		s->when = st.st_ctim;
	}
	return true;
}

static void look_at_run(void *ctx, const char *path, const struct maker *maker)
{
	struct search *s = ctx;

	(void)maker;
	s->looking = path;
	(void)rundir_each_ledger(path, look_at_ledger, s);
}

const char *runs_find(struct pool *pool, int pid)
{
	const char *parents[RUNDIR_PARENTS + 1];
	struct search search = { .pool = pool, .pid = pid };

	rundir_parents(parents);
	for (size_t i = 0; parents[i] != NULL; i++)
		each_run(parents[i], look_at_run, &search);
	return search.found;
}
