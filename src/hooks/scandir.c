/*
 * scandir reads the directory inside libc: what must not be seen is left out
 * by a filter of ours, which asks the program's afterwards.
 */
#include "base/sys.h"
#include "hooks/hide.h"

typedef int filter(const struct dirent *);
typedef int filter64(const struct dirent64 *);
typedef int compare(const struct dirent **, const struct dirent **);
typedef int compare64(const struct dirent64 **, const struct dirent64 **);

/* A scan under way on this thread; a filter may begin another inside. */
struct scan {
	struct scan *outer;
	int dir;
	const char *path;
	int lists; /* 1: a listing of descriptors, 0: not, -1: not asked yet */
	filter *wanted;
	filter64 *wanted64;
};

static thread_local_ie struct scan *scan;

static bool hidden(struct scan *s, const char *name)
{
	int fd;

	if (likely(!hidden_name(name)))
		return false;
	if (s->lists < 0) {
		fd_passing_begin();
		fd = sys_openat(s->dir, s->path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
		s->lists = fd >= 0 && lists_descriptors(fd);
		if (fd >= 0)
			(void)sys_close(fd);
		fd_passing_end();
	}
	return s->lists;
}

static int visible(const struct dirent *entry)
{
	struct scan *s = scan;

	return !hidden(s, entry->d_name) && (!s->wanted || s->wanted(entry));
}

static int visible64(const struct dirent64 *entry)
{
	struct scan *s = scan;

	return !hidden(s, entry->d_name) && (!s->wanted64 || s->wanted64(entry));
}

static void begin(struct scan *s)
{
	s->outer = scan;
	s->lists = -1;
	scan = s;
}

static void end(struct call *call, const struct scan *s, int result)
{
	scan = s->outer;
	if (result < 0)
		fd_failed(call, s->dir);
}

int HOOK(scandir)(const char *path, struct dirent ***list, filter *wanted, compare *by)
{
	struct call call = CALL(scandir);
	struct scan s = { .dir = AT_FDCWD, .path = path, .wanted = wanted };
	int n;

	begin(&s);
	do
		n = REAL(scandir)(path, list, visible, by);
	while (n < 0 && fd_exhausted(&call));
	end(&call, &s, n);
	return n;
}

int HOOK(scandir64)(const char *path, struct dirent64 ***list, filter64 *wanted, compare64 *by)
{
	struct call call = CALL(scandir64);
	struct scan s = { .dir = AT_FDCWD, .path = path, .wanted64 = wanted };
	int n;

	begin(&s);
	do
		n = REAL(scandir64)(path, list, visible64, by);
	while (n < 0 && fd_exhausted(&call));
	end(&call, &s, n);
	return n;
}

int HOOK(scandirat)(int dir, const char *path, struct dirent ***list, filter *wanted, compare *by)
{
	struct call call = CALL(scandirat);
	struct scan s = { .dir = dir, .path = path, .wanted = wanted };
	int n;

	if (fd_stale_dir(&call, dir, path))
		return fail(EBADF);
	begin(&s);
	do
		n = REAL(scandirat)(dir, path, list, visible, by);
	while (n < 0 && fd_exhausted(&call));
	end(&call, &s, n);
	return n;
}

int HOOK(scandirat64)(int dir, const char *path, struct dirent64 ***list, filter64 *wanted,
		      compare64 *by)
{
	struct call call = CALL(scandirat64);
	struct scan s = { .dir = dir, .path = path, .wanted64 = wanted };
	int n;

	if (fd_stale_dir(&call, dir, path))
		return fail(EBADF);
	begin(&s);
	do
		n = REAL(scandirat64)(dir, path, list, visible64, by);
	while (n < 0 && fd_exhausted(&call));
	end(&call, &s, n);
	return n;
}
