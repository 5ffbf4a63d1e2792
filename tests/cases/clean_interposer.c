/*
 * A program with a close and an open of its own, which call the next ones.
 *
 * stdout: 2 opened, 2 closed
 * ldflags: -rdynamic -ldl
 * static: it has no dlsym
 */
#include "case.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <sys/syscall.h>

static int opened, closed;

int open(const char *path, int flags, ...)
{
	static int (*next)(const char *, int, ...);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "open");
	opened++;
	return next(path, flags);
}

int close(int fd)
{
	closed++;
	return syscall(SYS_close, fd);
}

int main(void)
{
	int one = open("/dev/null", O_RDONLY), two = open("/dev/null", O_RDONLY);

	CHECK(one >= 0 && two >= 0);
	CHECK(close(one) == 0 && close(two) == 0);
	printf("%d opened, %d closed\n", opened, closed);
	return 0;
}
