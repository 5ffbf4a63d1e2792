/* One stack of a finding: addresses become frames with names. */
#ifndef FDWARDEN_STACKS_H
#define FDWARDEN_STACKS_H

#include "document.h"
#include "raw_finding.h"

/*
 * With less detail than FRAMES_FULL there are no Python frames, none are the
 * user's own, and none is inlined: enough for a suppression to fit or not.
 */
void stacks_make(struct document *, struct process *, const struct raw_stack *, enum frame_detail,
		 struct report_stack *);

/* Does one of its frames stand for code of an interpreted language? */
bool stack_is_interpreted(struct process *, const struct raw_stack *);

#endif
