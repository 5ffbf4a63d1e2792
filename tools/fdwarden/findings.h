/* From one process's ledger to its findings: leaks, symbols, merging, order. */
#ifndef FDWARDEN_FINDINGS_H
#define FDWARDEN_FINDINGS_H

#include "document.h"

/* Fills findings of a process whose ending is known. */
void findings_make(struct document *, struct process *);

#endif
