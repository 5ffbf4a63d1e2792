/* A program with an open and a close of its own; behind them are ours, and then libc's. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int opens, closes;

int open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
	int fd = next(path, flags);

	opens++;
	return fd;
}

int close(int fd)
{
	int (*next)(int) = dlsym(RTLD_NEXT, "close");
	int r = next(fd);

	closes++;
	return r;
}

int main(void)
{
	int fd = open("/dev/null", O_RDONLY);

	open("/dev/null", O_RDONLY);
	close(fd);
	close(fd);
	printf("%d opens, %d closes\n", opens, closes);
	return 0;
}
