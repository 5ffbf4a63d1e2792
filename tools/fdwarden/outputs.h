/*
 * Where reports go. Files are opened before the program runs, so that a path
 * that cannot be written is known then, and written at the end.
 */
#ifndef FDWARDEN_OUTPUTS_H
#define FDWARDEN_OUTPUTS_H

#include <stdio.h>

#include "document.h"
#include "settings.h"

struct outputs {
	FILE *documents[FORMATS]; /* NULL: not wanted */
	FILE *log;            /* NULL: stderr, or a file for each pid */
	const char *log_name; /* NULL: stderr */
};

/* True, or false after one line on stderr. */
bool outputs_open(struct outputs *, const struct settings *);

/* Writes everything. False if something could not be written: see the interface. */
bool outputs_write(struct outputs *, const struct document *, const struct settings *);

/* What a report says about the status: fdwarden failed, errors were found, 0. */
int report_status(const struct document *, const struct settings *, bool fine);

/* `path` with each %p replaced by a number and %% by %. */
char *outputs_expand(struct pool *, const char *path, int pid);

#endif
