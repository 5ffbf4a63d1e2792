/* Like counter.c, for a library behind ours whose functions are system calls of its own. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

int openat(int dir, const char *path, int flags, ...)
{
	va_list more;
	int mode;

	va_start(more, flags);
	mode = va_arg(more, int);
	va_end(more);
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

int dup(int fd)
{
	return (int)syscall(SYS_dup, fd);
}

int dup2(int fd, int to)
{
	return fd == to ? fcntl(fd, F_GETFD) < 0 ? -1 : to : (int)syscall(SYS_dup3, fd, to, 0);
}

int socket(int domain, int type, int protocol)
{
	return (int)syscall(SYS_socket, domain, type, protocol);
}

int pipe(int *ends)
{
	return (int)syscall(SYS_pipe2, ends, 0);
}

FILE *fopen(const char *path, const char *mode)
{
	int flags = *mode == 'r' ? O_RDONLY : O_WRONLY | O_CREAT | (*mode == 'w' ? O_TRUNC : O_APPEND);
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0666);

	return fd < 0 ? NULL : fdopen(fd, mode);
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
