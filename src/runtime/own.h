/*
 * The descriptors that the library itself holds: few, close-on-exec, at high
 * numbers, and not there as far as the program can see.
 */
#ifndef RUNTIME_OWN_H
#define RUNTIME_OWN_H

#include <fcntl.h>

#include "base/compiler.h"

enum own_descriptor {
	OWN_STDERR,		/* a copy from the start: programs close 2 before they end */
	OWN_LEDGER,		/* the ledger's file, to grow it */
	OWN_TOMBSTONE,		/* what stands in the place of closed numbers */
	OWN_TRACE,		/* what -o trace=FILE names */
	OWN_DIR,		/* where ledgers are made; survives chroot and chdir */
	OWN_DESCRIPTORS
};

struct own {
	int fd[OWN_DESCRIPTORS];	/* -1: not there */
	uint64_t tomb_dev, tomb_inode;
	int base;			/* where ours begin */
	int lowest;			/* none of ours was ever below */
};

void own_start(struct own *);

/*
 * Takes `fd` over: moves it out of the program's way and closes the original.
 * Returns the new number, or -errno with `fd` closed.
 */
int own_take(struct own *, enum own_descriptor, int fd);

/* Keeps a copy of `fd`, which stays as it is. The number or -errno. */
int own_copy(struct own *, enum own_descriptor, int fd);

/* Makes the tombstone. 0 or -errno. */
int own_make_tombstone(struct own *);

cold bool own_is_one(const struct own *, int fd);

static inline bool own_has(const struct own *own, int fd)
{
	return unlikely(fd >= own->lowest) && own_is_one(own, fd);
}

/* How many there are. */
static inline int own_count(const struct own *own)
{
	int count = 0;

	for (int i = 0; i < OWN_DESCRIPTORS; i++)
		count += own->fd[i] >= 0;
	return count;
}

/* The program is about to put something at `fd`: if it is ours, ours moves. */
void own_make_way(struct own *, int fd);

/* Closes one of ours. */
void own_drop(struct own *, enum own_descriptor);

#endif
