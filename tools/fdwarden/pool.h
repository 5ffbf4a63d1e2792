/*
 * Memory of the command: taken piece by piece, freed all at once, never
 * missing: without memory the command says so and ends with 125.
 */
#ifndef FDWARDEN_POOL_H
#define FDWARDEN_POOL_H

#include "base/compiler.h"

struct pool_block;

struct pool {
	struct pool_block *blocks;
};

/* Zeroed, aligned for any object. */
void *pool_take(struct pool *, size_t bytes);
char *pool_text(struct pool *, const char *bytes, size_t count);
char *pool_format(struct pool *, const char *format, ...) printf_like(2, 3);
void pool_free(struct pool *);

/*
 * One more element for an array from malloc that grows by doubling:
 * returns its place, zeroed. `*count` is raised.
 */
void *grow(void *array_ptr, size_t *count, size_t element_bytes);

/* Ends the command: "fdwarden: there is no memory", status 125. */
void out_of_memory(void) __attribute__((noreturn));

#endif
