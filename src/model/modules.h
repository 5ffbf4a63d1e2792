/*
 * The modules that the ledger's stacks run through: what a reader needs to
 * turn an address into a file and an offset, long after the process.
 *
 * Contract: any thread, signal handlers (object_find's contract).
 */
#ifndef MODEL_MODULES_H
#define MODEL_MODULES_H

#include "model/ledger.h"

/*
 * Sees to it that the module which holds each of these addresses is listed.
 * True: an object had to be looked at that was not listed, or may be another by now.
 */
bool modules_note(struct ledger *, const uintptr_t *pcs, unsigned int count);

/*
 * An object file was unloaded: from now on stacks are entered anew, and
 * modules noted before are looked at again before they are believed.
 */
void modules_changed(struct ledger *);

#endif
