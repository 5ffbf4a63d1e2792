/*
 * Files that the runtime needs: ledgers in the directory that the command
 * made, and /proc.
 */
#ifndef RUNTIME_FILES_H
#define RUNTIME_FILES_H

#include "base/compiler.h"
#include "base/str.h"

/*
 * Makes PID.N.ledger, N being the first that is free, and keeps it among our
 * own descriptors. Returns its number or -errno; sets runtime.image.
 */
int files_create(void);

/*
 * The process is about to become `uid`, who may not write to our directory:
 * a directory of that user's own is made in it, for as long as it is that user.
 */
void files_share_with(unsigned int uid, unsigned int gid);

/* The ledger of an image of this pid; the last one of it. Read-only; -errno: there is none. */
int files_open(int pid, int image);
int files_open_last(int pid);

/*
 * A child of this process was killed by `signal`: notes it in the last ledger
 * of that pid, which could not say so itself.
 */
void files_note_killed(int pid, int signal);

/* Fills in the header's numbers, times and names of this very process. */
void files_describe_process(void);

/* Field 22 of /proc/self/stat, in clock ticks since boot; 0 if it cannot be read. */
uint64_t files_start_ticks(void);

/* How many descriptors are open, ours among them; -1: this kernel does not say (before 6.2). */
long files_count_descriptors(void);

/* Calls `each` for every open descriptor number; by /proc, else by asking. */
void files_each_descriptor(void (*each)(int fd, void *ctx), void *ctx);

/*
 * The same but for ours, while nobody else opens or closes any. The kernel makes an
 * inode for each that it lists: where it counts, the first numbers are asked for.
 */
void files_each_at_start(void (*each)(int fd, void *ctx), void *ctx);

#endif
