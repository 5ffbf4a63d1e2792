/*
 * Findings that are known and not to be reported. A file holds blocks:
 *
 *	# a comment
 *	{
 *	   name of the suppression
 *	   leak                    the kind, or *
 *	   path:/dev/urandom       optional: the object's path
 *	   call:open*              optional: the function that was called
 *	   stack:opened            optional: which stack the frames are of
 *	   fun:open
 *	   ...                     any number of frames
 *	   obj:*libcrypto.so*
 *	   src:app.c:41
 *	}
 *
 * Frames stand innermost first; what follows the last one given is not
 * looked at. In patterns, * and ? stand for any text and any character.
 */
#ifndef FDWARDEN_SUPPRESSIONS_H
#define FDWARDEN_SUPPRESSIONS_H

#include "pool.h"
#include "report/report.h"
#include "symbols.h"

struct suppressions;

/* Never fails. */
struct suppressions *suppressions_new(void);
void suppressions_free(struct suppressions *);

/*
 * Adds the blocks of `text`; `name` is the file's, for messages. True, or
 * false with one line in `error`: `F:3: unknown kind "lea"`.
 */
bool suppressions_parse(struct suppressions *, const char *text, size_t bytes, const char *name,
			char *error, size_t error_bytes);

/* The same for a file. errno text in `error` if it cannot be read. */
bool suppressions_load(struct suppressions *, const char *path, char *error, size_t error_bytes);

/*
 * The name of the first that fits, or NULL. Suppressions may be NULL. With less
 * than full detail in the finding's frames, those that ask for more do not fit.
 */
const char *suppressions_match(const struct suppressions *, const struct report_finding *,
			       enum frame_detail);

/* Frames as of FRAMES_MODULES: is one there that might fit with FRAMES_SYMBOLS? */
bool suppressions_might_match(const struct suppressions *, const struct report_finding *);

/* Calls `each` for all in their order; `source` is the file's name. Suppressions may be NULL. */
void suppressions_each(const struct suppressions *,
		       void (*each)(void *ctx, const char *name, const char *source, bool shipped),
		       void *ctx);

/* What was read so far ships with the tool. */
void suppressions_mark_shipped(struct suppressions *);

/* A block that fits this finding and its like. */
const char *suppressions_generate(struct pool *, const struct report_finding *);

#endif
