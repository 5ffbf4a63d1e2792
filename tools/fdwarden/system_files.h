/* Which object files are the system's, and not the user's. */
#ifndef FDWARDEN_SYSTEM_FILES_H
#define FDWARDEN_SYSTEM_FILES_H

#include <stdbool.h>

/* True for object files that the system brings along: libraries, [vdso]. */
bool module_is_system_library(const char *module);
/* True for those and the system's programs. */
bool module_is_system(const char *module);

#endif
