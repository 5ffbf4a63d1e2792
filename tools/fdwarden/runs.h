/*
 * Other runs, by the private directories that they have made: their names say
 * whose they are, so that what a run left behind that was killed can be told
 * from what another one is still writing to.
 */
#ifndef FDWARDEN_RUNS_H
#define FDWARDEN_RUNS_H

#include "pool.h"

#define RUN_NAME_BYTES 80

/* A name for mkdtemp: "fdwarden-PID.START.NAMESPACE-XXXXXX". */
void runs_name(char name[RUN_NAME_BYTES]);

/*
 * Removes what dead runs of ours left in `parent`. Stays away from whatever
 * belongs to somebody else, was made under another numbering of processes
 * (pid_namespaces(7)), or is still written to by a living process.
 */
void runs_remove_stale(const char *parent);

/* The directory that has the latest ledger of this process, or NULL. */
const char *runs_find(struct pool *, int pid);

#endif
