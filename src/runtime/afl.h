/*
 * AFL++ above this process: its fork server is in the program, forks a child
 * for each input, and counts a child that aborts as a crash. What costs the same
 * in every child is done once before, in the fork server; its descriptors are its own.
 */
#ifndef RUNTIME_AFL_H
#define RUNTIME_AFL_H

#include "base/compiler.h"

/* Is it there? To be called before the options are read. */
void afl_note(char **envp);

bool afl_above(void);

/* True for the descriptors that the fork server talks through: they are not in the ledger. */
bool afl_owns(int fd);

/* In the parent, before a fork. */
void afl_before_fork(void);

/*
 * True if standard error goes to /dev/null, as AFL++ has it: to find names and
 * lines takes longer than an input may. With AFL_DEBUG_CHILD it does not.
 */
bool afl_nobody_reads(void);

#endif
