/*
 * Can close(2) fail here? Only file systems with a flush operation (NFS, CIFS,
 * FUSE, …) report errors at close; ext4, xfs, btrfs, tmpfs, overlay and the
 * like return 0 (shown with a FUSE server whose flush fails).
 */
#ifndef RUNTIME_MOUNTS_H
#define RUNTIME_MOUNTS_H

#include "base/compiler.h"

enum mounts_answer { MOUNTS_UNKNOWN = 0, MOUNTS_SILENT, MOUNTS_MAY_FAIL };

extern int mounts_answer __attribute__((visibility("hidden")));	/* enum mounts_answer */

/*
 * True if none of the mounted file systems can fail a close. Reads the mount table, once; a
 * file system of that kind that is mounted later by somebody else is not noticed.
 */
cold bool mounts_ask(void);

/* The same, and false the first few times: a short program ends before it pays to read it. */
cold bool mounts_ask_late(void);

static inline bool mounts_close_is_silent(void)
{
	return likely(load_relaxed(&mounts_answer) == MOUNTS_SILENT) || mounts_ask_late();
}

#endif
