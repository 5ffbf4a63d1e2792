/* Starts the program under the library, and waits for it. */
#ifndef FDWARDEN_LAUNCH_H
#define FDWARDEN_LAUNCH_H

#include "pool.h"

struct launch {
	char **argv;
	const char *first;   /* what LD_PRELOAD gets before it, or NULL */
	const char *library; /* what LD_PRELOAD gets in front; NULL: nothing */
	const char *options; /* the whole of FDWARDEN_OPTIONS */
	bool asan;           /* tell AddressSanitizer not to insist on being first */
	uint64_t limit;      /* soft limit of descriptors; 0: as it is */
};

struct launched {
	int pid;
	int status;     /* as wait(2) gives it */
	int exec_errno; /* not 0: the program could not be run */
};

/*
 * Runs it to its end. Meanwhile SIGINT and SIGQUIT are left to the program
 * (the terminal sends them to both), SIGTERM and SIGHUP are handed on.
 * False after one line if fdwarden itself failed.
 */
bool launch_and_wait(const struct launch *, struct launched *);

/*
 * After the program's end SIGINT, SIGTERM and SIGHUP only ask fdwarden to wait
 * no longer, so that nothing is left behind; true once one has come.
 */
bool launch_is_stopped(void);

/* From now on they end fdwarden as they end any program; SIGPIPE does not. */
void launch_done(void);

#endif
