/* One stack of a finding: addresses become frames with names. */
#ifndef FDWARDEN_STACKS_H
#define FDWARDEN_STACKS_H

#include "document.h"
#include "raw_finding.h"

void stacks_make(struct document *, struct process *, const struct raw_stack *,
		 struct report_stack *);

#endif
