/* Function, file and line of one address in one module, by libdw. */
#ifndef FDWARDEN_DWARF_FRAMES_H
#define FDWARDEN_DWARF_FRAMES_H

#include <elfutils/libdwfl.h>

#include "pool.h"
#include "report/report.h"

#define FRAMES_INLINED_MAX 64

/*
 * Fills function, file, directory, line and inlined of `frames`, innermost
 * first; `address` is libdwfl's. Strings are from the pool. Returns how many
 * frames, at least 1; without debug information only `function` may be set.
 */
unsigned int dwarf_frames(struct pool *, Dwfl_Module *, Dwarf_Addr address,
			  struct report_frame frames[FRAMES_INLINED_MAX]);

#endif
