/* All ledgers of one directory become a document. */
#ifndef FDWARDEN_COLLECT_H
#define FDWARDEN_COLLECT_H

#include "document.h"
#include "rundir.h"

/*
 * Reads each ledger there (of one process, if `pid` is not 0), and settles how each process ended, with what the
 * record of the run and the system know. False after one line if the
 * directory cannot be read.
 */
bool collect(struct document *, const char *directory, int pid, const struct run_record *);

/*
 * A child that was forked a moment ago may not have its ledger yet: waits for
 * those that the ledgers there know of, for a fifth of a second at most (it
 * may have been killed before it had one).
 */
void collect_settle(const char *directory);

/* Is a process alive that writes a ledger there? */
bool collect_has_writer(const char *directory);

/*
 * Waits until no process that writes a ledger there is alive, or until
 * `is_stopped` says so after a signal.
 */
void collect_wait(const char *directory, bool (*is_stopped)(void));

#endif
