/* A library for LD_PRELOAD that counts what goes through open and close, and says so at the end. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int opens, closes;

int open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");

	__atomic_add_fetch(&opens, 1, __ATOMIC_RELAXED);
	return next(path, flags, 0600);
}

int close(int fd)
{
	int (*next)(int) = dlsym(RTLD_NEXT, "close");

	__atomic_add_fetch(&closes, 1, __ATOMIC_RELAXED);
	return next(fd);
}

/* Of bugs.c alone: the shells and tools about it do not print. */
__attribute__((destructor)) static void say(void)
{
	char name[16] = "";
	FILE *comm = fopen("/proc/self/comm", "r");

	if (comm && fgets(name, sizeof(name), comm) && strcmp(name, "bugs\n") == 0)
		fprintf(stderr, "counter: %d opens, %d closes\n", opens, closes);
	if (comm)
		fclose(comm);
}
