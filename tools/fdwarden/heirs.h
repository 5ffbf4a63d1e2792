/*
 * Heirs: children by fork, and theirs, that went on where a process ended. Daemons by hand
 * are of this kind: fork, and the parent exits. What it had open then is closed by who
 * goes on, or is left open by that one, too.
 */
#ifndef FDWARDEN_HEIRS_H
#define FDWARDEN_HEIRS_H

#include "document.h"

struct heirs {
	struct process **all; /* from malloc */
	size_t count;
};

/*
 * The heirs of this process: those that outlived it, if it opened nothing between the
 * fork and its end. One that did was no mere beginning of its child.
 */
void heirs_find(struct heirs *, const struct document *, const struct process *);
void heirs_free(struct heirs *);

/*
 * Has one of them closed this descriptor of the process? Else it is a leak of the process,
 * however many of them have it open, too.
 */
bool heirs_closed(const struct heirs *, int fd, uint32_t generation);

#endif
