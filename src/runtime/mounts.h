/*
 * Can close(2) fail here? Only file systems with a flush operation (NFS, CIFS,
 * FUSE, …) report errors at close; ext4, xfs, btrfs, tmpfs, overlay and the
 * like return 0 (shown with a FUSE server whose flush fails).
 */
#ifndef RUNTIME_MOUNTS_H
#define RUNTIME_MOUNTS_H

#include "base/compiler.h"

/*
 * True if none of the mounted file systems can fail a close. Reads the mount
 * table at the first call; a file system of that kind that is mounted later by
 * somebody else is not noticed.
 */
bool mounts_close_is_silent(void);

#endif
