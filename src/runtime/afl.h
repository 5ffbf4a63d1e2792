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

/*
 * In the parent, before a fork. Where nobody reads, `runtime.unread` is set: what is
 * opened has no stack, no name and no time, for each page that a child writes to is
 * copied. That there is a bug is found as ever.
 */
void afl_before_fork(void);

/*
 * True if standard error goes to /dev/null, as AFL++ has it, and no report goes
 * anywhere else: to find names and lines takes longer than an input may. With
 * AFL_DEBUG_CHILD it does not.
 */
bool afl_nobody_reads(void);

/*
 * The program itself asks what was opened: from here on there is somebody. To count, as
 * marks do, takes stacks; names as well are for one that asks about a descriptor.
 */
void afl_program_reads(void);
void afl_program_reads_names(void);

#endif
