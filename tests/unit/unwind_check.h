/*
 * Stacks compared: our walker's against those of libunwind's cursor (the
 * oracle that looks at every frame anew), libunwind's unw_backtrace and
 * libgcc's backtrace(). May be called in threads and signal handlers: it
 * counts and prints, and the test asserts afterwards.
 */
#ifndef TESTS_UNWIND_CHECK_H
#define TESTS_UNWIND_CHECK_H

#include "unwind/stack_cache.h"
#include "unwind/unwind.h"

/* A sanitizer's runtime makes system calls and takes signals of its own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNDER_SANITIZER true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNDER_SANITIZER true
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER false
#endif

struct stack {
	uintptr_t pcs[UNWIND_DEPTH_MAX];
	int count;
};

struct unwind_counts {
	unsigned long checks;
	unsigned long mismatches;
	unsigned long frames;
	unsigned long cached; /* found by stack_cache.h, and compared with a walk */
};

extern struct unwind_counts unwind_counts;

/* Where the other oracles are known to go astray. */
extern bool unwind_by_libgcc_alone;

/* FDW_TEST_LONG=1: a million stacks instead of some thousand. */
int unwind_scale(int few, int many);

/* Loads the oracles and starts our walker. Before everything else. */
void unwind_check_init(void);

/* The same for a group of tests, which begin with the same random numbers each time. */
int unwind_set_up(void **state);

/* Compares the stacks of the caller, the cache's among them. False if they differ. */
bool unwind_check(void);

/* Compares the cache's stack of the caller with the walker's alone: quick. */
bool unwind_check_cache(void);

/* Compares one stack with those of the oracles that start at the same pc. */
bool unwind_check_stack(const struct stack *ours);

/* Our walker's stack of the caller alone. */
void unwind_capture(struct stack *stack);

/*
 * Compiles C to a shared object, in a directory of its own that goes at exit,
 * and loads it lazily bound. NULL if there is no such compiler.
 */
void *unwind_compile(const char *compiler, const char *flags, const char *source);

#define PAGE 4096

/* Pages with an unmapped one on either side. */
char *unwind_guarded_pages(size_t pages, int protection);

/* As after dlclose. */
void unwind_flush(void);

/* Fails the test if a stack differed since the last call, or if fewer were compared. */
void unwind_assert_equal(unsigned long checks_at_least);

#endif
