/* Where a finding is, in one file and line: what other programs want to know of it. */
#ifndef FDWARDEN_PLACE_H
#define FDWARDEN_PLACE_H

#include "pool.h"
#include "report/report.h"

/* The stack that says where the bug is; NULL if there is none. */
const struct report_stack *place_stack(const struct report_finding *);

/*
 * The frame of a stack that stands for it: the user's innermost, else the
 * innermost with file and line, else the innermost. NULL for NULL, and without frames.
 */
const struct report_frame *place_frame(const struct report_stack *);

/* The source file of a frame, absolute where that is known, without . and .. in it; or NULL. */
char *place_file(struct pool *, const struct report_frame *);

#endif
