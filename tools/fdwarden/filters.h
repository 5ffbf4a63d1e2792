/* Suppressions of a run: those that ship, and those on the command line. */
#ifndef FDWARDEN_FILTERS_H
#define FDWARDEN_FILTERS_H

#include "settings.h"
#include "suppressions.h"

/* All of them, or NULL after one line. */
struct suppressions *filters_load(const struct settings *);

/* A file that is installed with the command, or lies beside it; NULL if neither. */
const char *shipped_file(struct pool *, const char *installed_in, const char *name);

#endif
