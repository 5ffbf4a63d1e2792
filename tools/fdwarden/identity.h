/* When two findings are the same: within one report, and for ever. */
#ifndef FDWARDEN_IDENTITY_H
#define FDWARDEN_IDENTITY_H

#include "pool.h"
#include "report/report.h"

/* Two findings with equal keys read the same and are one. */
struct identity_key {
	uint64_t words[2];
};

struct identity_key identity_key(const struct report_finding *);

/*
 * 16 hexadecimal digits from the kind and the frames that matter: those of
 * the user's code with file and line where there are any (the file by its
 * last component), else function names, else module and offset.
 */
const char *identity_id(struct pool *, const struct report_finding *);

/* True for code with file and line that is the user's, and not the system's. */
bool frame_is_users(const struct report_frame *);

#endif
