/*
 * Counting by opening stack what is opened and closed, for as long as
 * somebody asks. Nobody asks: a load and a jump for each event.
 *
 * Contract: any thread, signal handlers; nothing blocks.
 */
#ifndef RUNTIME_GROWTH_H
#define RUNTIME_GROWTH_H

#include "base/compiler.h"

#define GROWTHS		4u
#define GROWTH_STACKS	1021u	/* a prime: the table is searched by division */

struct growth_row {
	uint32_t stack;		/* ref of struct ledger_stack; 0: free */
	uint32_t opened, closed;
};

/* Bit n: counting n is on. */
extern uint32_t growth_on __attribute__((visibility("hidden")));

/* Number of the counting, or -1 if all are in use or there is no memory. */
int growth_begin(void);

/* The rows, GROWTH_STACKS of them; NULL if there is no such counting. */
const struct growth_row *growth_rows(int growth);

/* Which of the rows is this stack's; -1: none. */
int growth_row_of(const struct growth_row *rows, uint32_t stack);

/* 0, or -1 if there is no such counting. */
int growth_end(int growth);

/* In a child by fork: it counts what it does itself. */
void growth_after_fork(void);

/* A descriptor that this stack opened was opened, closed. */
cold void growth_count(uint32_t stack, bool closed);

static must_inline void growth_opened(uint32_t stack)
{
	if (unlikely(load_relaxed(&growth_on)))
		growth_count(stack, false);
}

static must_inline void growth_closed(uint32_t stack)
{
	if (unlikely(load_relaxed(&growth_on)))
		growth_count(stack, true);
}

#endif
