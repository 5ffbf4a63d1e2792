/* Lines of source files, to be shown beside frames. */
#ifndef FDWARDEN_SOURCE_H
#define FDWARDEN_SOURCE_H

#include "pool.h"

struct source_file;

struct sources {
	struct pool pool;
	struct source_file *files;
};

/*
 * Line `number` of a file, its indentation taken off; NULL where the file is
 * missing, is no regular file, is too large, or was changed after `not_after`
 * (seconds): then it may not be what was compiled.
 */
const char *sources_line(struct sources *, const char *directory, const char *file, int number,
			 int64_t not_after);
void sources_free(struct sources *);

#endif
