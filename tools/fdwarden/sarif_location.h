/* Locations and stacks of a SARIF document. */
#ifndef FDWARDEN_SARIF_LOCATION_H
#define FDWARDEN_SARIF_LOCATION_H

#include <jansson.h>

#include "pool.h"
#include "report/report.h"

/* The base of relative locations: the directory that the command runs in. */
#define SARIF_BASE "%SRCROOT%"

struct sarif {
	struct pool pool;
	const char *cwd; /* with / at the end; NULL: not known */
};

/* "file:///home/a%20b"; relative where `path` is. */
const char *sarif_uri(struct pool *, const char *path);

/* An artifactLocation, relative to SARIF_BASE where it lies below it. */
json_t *sarif_artifact(struct sarif *, const char *path);

/* A location: file and line, or the module; NULL where nothing is known. */
json_t *sarif_location(struct sarif *, const struct report_frame *);

/* A stack; `text` says what it is of. */
json_t *sarif_stack(struct sarif *, const struct report_stack *, const char *text);

/* { "text": … } */
json_t *sarif_message(const char *text);

#endif
