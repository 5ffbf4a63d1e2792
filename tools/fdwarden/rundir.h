/*
 * The directory in which the processes of one run leave their ledgers: ours
 * alone (0700), so that nobody can plant or read anything there.
 */
#ifndef FDWARDEN_RUNDIR_H
#define FDWARDEN_RUNDIR_H

#include "pool.h"

struct rundir {
	const char *path; /* absolute */
	bool keep;
};

/*
 * Makes a private one, or, if `keep` is not NULL, takes that: made if it is
 * missing, the ledgers of an earlier run removed. False after one line.
 */
bool rundir_open(struct rundir *, struct pool *, const char *keep);

/*
 * The places where private directories are made, the best first, ending with
 * NULL; some may not be there.
 */
#define RUNDIR_PARENTS 3
void rundir_parents(const char *parents[RUNDIR_PARENTS + 1]);

/* Removes the ledgers there and the directory; true: it is gone. What else may lie in it stays. */
bool rundir_remove(const char *path);

/* Removes what the run left, and the directory, unless it is kept. */
void rundir_close(struct rundir *);

/*
 * Calls `each` for every ledger, until it returns false: those in the
 * directory ("PID.N.ledger"), and those in the directories uUID in it, which
 * the library makes for processes that become another user. `dir` is an open
 * directory. 0, or -errno if the directory itself cannot be read.
 */
int rundir_each_ledger(const char *path, bool (*each)(void *ctx, int dir, const char *name),
		       void *ctx);
bool rundir_has_ledgers(const char *path);

/* What is remembered of the run itself, for `fdwarden report`. */
struct run_record {
	int pid;    /* of PROGRAM; 0: not known */
	int status; /* as wait(2) gives it */
};

void rundir_write_record(const struct rundir *, const struct run_record *);
/* False, and an empty record, if there is none. */
bool rundir_read_record(const char *path, struct run_record *);

#endif
