/* The stand-in of a closing descriptor takes its place inside a FILE, DIR or FTS. */
#ifndef HOOKS_CLOSING_H
#define HOOKS_CLOSING_H

#include "hooks/hooks.h"
#include "runtime/closing.h"

/*
 * `place` is where the structure keeps its descriptor, as far as we know its
 * layout. Nothing is touched unless the number that belongs there is found.
 */
static inline void closing_swap(struct closing *closing, int *place)
{
	if (closing->stand_in < 0 || *place != closing->fd)
		return;
	*place = closing->stand_in;
	closing->swapped = true;
}

#ifndef FDWARDEN_OTHER_LIBC

/* Public in <bits/types/struct_FILE.h>. */
static inline int *file_number(FILE *fp)
{
	return &fp->_fileno;
}

/* The first member (sysdeps/unix/sysv/linux/dirstream.h). */
static inline int *dir_number(DIR *dir)
{
	return (int *)dir;
}

#else

/* musl: after fifteen members of a pointer's size (src/internal/stdio_impl.h). */
static inline int *file_number(FILE *fp)
{
	return (int *)((void **)fp + 15);
}

/* Behind an off_t (src/dirent/__dirent.h). */
static inline int *dir_number(DIR *dir)
{
	return (int *)((off_t *)dir + 1);
}

#endif

#endif
