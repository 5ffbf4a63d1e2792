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

/* By one compiler; how many ways along it, in how long a test: unwind_scale. */
struct generated_by {
	const struct generated *code;
	const char *compiler;
	int run[2];
	int stepped[2];
};

/* With each level of optimisation. Skipped if there is no such compiler. */
void test_generated(void **by);

/*
 * The same at every instruction of it. Not through realigned frames: where those of gcc
 * end the tables restore the frame pointer once more, and the oracles die of that.
 */
void test_stepped(void **by);

#define GENERATED_TESTS(by)                                                                   \
	{ "test_generated " #by, test_generated, NULL, NULL, (void *)&(by) },                 \
	{ "test_stepped " #by, test_stepped, NULL, NULL, (void *)&(by) }

#endif
