/* Like counter.c, for a library behind ours whose open and close are system calls of its own. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int opens, closes;

int open(const char *path, int flags, ...)
{
	va_list more;
	int mode;

	va_start(more, flags);
	mode = va_arg(more, int);
	va_end(more);
	__atomic_fetch_add(&opens, 1, __ATOMIC_RELAXED);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int close(int fd)
{
	__atomic_fetch_add(&closes, 1, __ATOMIC_RELAXED);
	return (int)syscall(SYS_close, fd);
}

__attribute__((destructor)) static void say(void)
{
	if (strcmp(program_invocation_short_name, "bugs") == 0)
		fprintf(stderr, "counter: %d opens, %d closes\n", opens, closes);
}
