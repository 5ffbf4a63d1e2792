/*
 * Functions whose frames have every shape that a compiler makes of C, to build
 * random stacks of: sizes from 1 to 1,000 bytes, alloca, frames aligned anew,
 * callbacks through libc, with and without frame pointers (gcc), at -O0 to -O3.
 */
#ifndef TESTS_UNWIND_SHAPES_H
#define TESTS_UNWIND_SHAPES_H

#include "base/compiler.h"

#define SHAPES 40

/* What the innermost function calls. */
extern void (*shapes_bottom)(void);

/* Calls `depth` functions, each named by one byte of the path (depth + 1 bytes). */
void shapes_call(const uint8_t *path, int depth);

/* The same below a frame of 300,000 bytes. */
void shapes_large(const uint8_t *path, int depth);

void shapes_random_path(uint8_t *path, int depth);

#endif
