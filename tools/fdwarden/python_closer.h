/* Which line of Python closed a descriptor, and by what. */
#ifndef FDWARDEN_PYTHON_CLOSER_H
#define FDWARDEN_PYTHON_CLOSER_H

#include "pool.h"
#include "report/report.h"
#include "symbols.h"

/*
 * "the file object's close() at save.py:9 (with-block exit)", "os.close() at
 * save.py:9", "at save.py:9"; NULL if the stack has no Python frames. `object` is the type of
 * what was closed, as reports name it.
 */
const char *python_closer(struct pool *, struct symbols *, const struct report_stack *,
			  const char *object);

#endif
