/*
 * Libraries of random functions, compiled at run time: each is run along random
 * ways, and its stacks are compared.
 */
#ifndef TESTS_UNWIND_GENERATE_H
#define TESTS_UNWIND_GENERATE_H

#include "unwind_check.h"

/*
 * What stands in front of the functions, and their bodies, which make frames of
 * different kinds; %d is a random number in each. In front: struct run, as in
 * unwind_generate.c, go() and the declaration of table[].
 */
struct generated {
	const char *head;
	const char *const *bodies;
	size_t count;
	size_t steady; /* so many, the first ones, may be stepped through */
	const char *tail; /* defines enter(struct run *, int depth) */
};

/* With each level of optimisation. Skips the test if there is no such compiler. */
void unwind_compare_generated(const struct generated *, const char *compiler, int stacks);

/*
 * The same at every instruction of it. Not through realigned frames: where those of gcc
 * end the tables restore the frame pointer once more, and the oracles die of that.
 */
void unwind_step_generated(const struct generated *, const char *compiler, int stacks);

#endif
