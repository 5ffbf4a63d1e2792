/*
 * A kernel that never runs out of descriptors, for machines whose hard limit is low:
 * preloaded behind fdwarden. open and close are libc's until that says EMFILE; from
 * there on the numbers are invented, from the limit upwards, so that fdwarden's ledger has as
 * many open as are wanted. Only for scale.c, which closes what it opened last, in one thread.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>

static int (*real_open)(const char *, int);
static int (*real_close)(int);
static int first, next; /* of the invented numbers */

static __attribute__((constructor)) void start(void)
{
	*(void **)&real_open = dlsym(RTLD_NEXT, "open");
	*(void **)&real_close = dlsym(RTLD_NEXT, "close");
}

/* A higher limit is granted, for all that the program can see. */
int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
	int (*real_setrlimit)(__rlimit_resource_t, const struct rlimit *);
	struct rlimit most;

	*(void **)&real_setrlimit = dlsym(RTLD_NEXT, "setrlimit");
	if (real_setrlimit(resource, limit) == 0)
		return 0;
	getrlimit(resource, &most);
	most.rlim_cur = most.rlim_max;
	return real_setrlimit(resource, &most);
}

static int invented(void)
{
	struct rlimit limit;

	if (!first) {
		getrlimit(RLIMIT_NOFILE, &limit);
		first = next = (int)limit.rlim_cur;
	}
	return next++;
}

int open(const char *path, int flags, ...)
{
	int fd;

	if (!real_open)
		start();
	if (next > first)
		return invented();
	fd = real_open(path, flags);
	return fd < 0 && errno == EMFILE ? invented() : fd;
}

int close(int fd)
{
	if (!real_close)
		start();
	if (!first || fd < first)
		return real_close(fd);
	if (fd != --next)
		abort();
	return 0;
}
