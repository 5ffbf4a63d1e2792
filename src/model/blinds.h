/*
 * The blind spots of one process: each class and number once, with a count.
 * The list grows at its head and entries never move.
 *
 * Contract: any thread, signal handlers.
 */
#ifndef MODEL_BLINDS_H
#define MODEL_BLINDS_H

#include "model/ledger.h"

#define BLINDS_MAX 256	/* kept; more are only counted in `lost` */

struct blind_new {
	enum blind_class class;
	enum object_type object;
	int fd;
	uint16_t call;		/* during which it was noticed, or NO_CALL */
	uint64_t ns;
	const void *path;
	size_t path_bytes;
};

/* Enters or counts it. Whether it is a loss is for the caller to say. */
void blinds_add(struct ledger *, const struct blind_new *);

/* Takes back one of this number, if there is one. */
void blinds_take_back(struct ledger *, int fd, enum blind_class);

#endif
