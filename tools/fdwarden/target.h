/* What the program to be run is: can the library follow it? */
#ifndef FDWARDEN_TARGET_H
#define FDWARDEN_TARGET_H

#include "pool.h"

struct target {
	const char *cannot_follow; /* "it is statically linked", …; NULL: it can */
	bool needs_asan;           /* linked with AddressSanitizer's shared runtime */
	const char *first;         /* a shared runtime that must stand before ours, or NULL */
	bool musl;                 /* its C library is musl */
};

/* Looks `program` up as execvp does, and through its #! line. */
void target_look(struct target *, struct pool *, const char *program);

#endif
