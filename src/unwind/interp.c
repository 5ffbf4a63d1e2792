/* The interpreters that we know. */
#include "unwind/interp.h"

static const struct interpreter *const known[] = { &interp_python };

const struct interpreter *interp_in(struct ledger *ledger, const struct object *object)
{
	for (size_t i = 0; i < array_size(known); i++) {
		if (known[i]->detect(ledger, object))
			return known[i];
	}
	return NULL;
}
