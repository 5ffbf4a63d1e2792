/* What a descriptor refers to, for people: path, address, type. */
#ifndef FDWARDEN_DESCRIBE_H
#define FDWARDEN_DESCRIBE_H

#include "document.h"
#include "raw_finding.h"

/* Sets object, path and detail. */
void describe_object(struct pool *, struct process *, const struct raw_finding *,
		     struct report_finding *);

/* "127.0.0.1:8080", "[::1]:80", "unix:/path", or NULL. */
const char *describe_address(struct pool *, const void *address, size_t bytes);

#endif
