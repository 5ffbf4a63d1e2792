/* The places where descriptors are opened that outlive an input. */
#ifndef FUZZ_PLACES_H
#define FUZZ_PLACES_H

#include <stdbool.h>

#include "fdwarden.h"

#define ALLOW_ANY (~0u)

/* More than this is no cache, however slowly it grows. */
#define KEPT_MAX 8

struct place {
	uint64_t name;		/* of its stack, from the target inwards; 0: not used */
	unsigned int allowed;	/* how many it may have open after an input */
	unsigned int open;	/* as places_count found */
	bool at_fault;
};

/* The place that opened this one; NULL: there is no room for so many. */
struct place *place_of(const struct fdw_info *);

/* Counts for each place what it has open of all that was opened since. */
void places_count(const struct fdw_mark *since);

/* Calls `fn` for each place that is known. */
void places_each(void (*fn)(struct place *));

#endif
