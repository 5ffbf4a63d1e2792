/*
 * The floor of the benchmark: what it costs that closed numbers are held back,
 * and nothing else. A library that puts a tombstone over each number that is
 * closed, keeps 256, and takes the oldest away in batches of 32, with the system
 * calls that fdwarden makes; it records nothing, looks for nothing, and is not safe
 * to use. What a row of the table is above this one is fdwarden's own.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KEPT           256
#define BATCH          32
#define RING           512
#define OUT_OF_THE_WAY 1000 /* where the tombstone is; what is at 0-2 and above goes by */

static int ring[RING], lock;
static unsigned int first, count;
static int tombstone;
static int (*real_fclose)(FILE *);
static int (*real_closedir)(DIR *);

/* Or before, when another library's constructor closes something. */
static __attribute__((constructor)) void start(void)
{
	char path[40];
	int fd, made;

	if (tombstone > 0)
		return;
	fd = (int)syscall(SYS_memfd_create, "floor", MFD_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	made = open(path, O_PATH | O_CLOEXEC);
	tombstone = fcntl(made, F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
	*(void **)&real_fclose = dlsym(RTLD_NEXT, "fclose");
	*(void **)&real_closedir = dlsym(RTLD_NEXT, "closedir");
	if (tombstone < 0 || !real_fclose || !real_closedir)
		abort();
	syscall(SYS_close, made);
	syscall(SYS_close, fd);
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void evict(int fds[BATCH])
{
	qsort(fds, BATCH, sizeof(int), compare);
	for (int i = 0, j; i < BATCH; i = j) {
		for (j = i + 1; j < BATCH && fds[j] == fds[j - 1] + 1; j++)
			;
		if (j - i > 1)
			syscall(SYS_close_range, fds[i], fds[j - 1], 0);
		else
			syscall(SYS_close, fds[i]);
	}
}

static void enter(int fd)
{
	int due[BATCH], n = 0;

	while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE))
		;
	ring[(first + count++) % RING] = fd;
	for (; count > KEPT && n < BATCH && (n > 0 || count == KEPT + BATCH); count--)
		due[n++] = ring[first++ % RING];
	__atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
	if (n == BATCH)
		evict(due);
}

int close(int fd)
{
	if (fd <= 2 || fd >= OUT_OF_THE_WAY)
		return (int)syscall(SYS_close, fd);
	start();
	if (syscall(SYS_dup3, tombstone, fd, O_CLOEXEC) < 0)
		return -1;
	enter(fd);
	return 0;
}

/* Nobody else takes the number between the two: there is one thread. */
static void hold_free(int fd)
{
	if (fcntl(tombstone, F_DUPFD_CLOEXEC, fd) == fd)
		enter(fd);
	else
		abort();
}

int fclose(FILE *file)
{
	int fd = fileno(file), r;

	start();
	r = real_fclose(file);
	hold_free(fd);
	return r;
}

int closedir(DIR *dir)
{
	int fd = dirfd(dir), r;

	start();
	r = real_closedir(dir);
	hold_free(fd);
	return r;
}
