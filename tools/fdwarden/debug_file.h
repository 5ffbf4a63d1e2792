/* Where the debug information of a stripped object file is: a callback of libdwfl's. */
#ifndef FDWARDEN_DEBUG_FILE_H
#define FDWARDEN_DEBUG_FILE_H

#include <elfutils/libdwfl.h>

/*
 * As dwfl_standard_find_debuginfo, which, when it finds nothing, loads
 * libdebuginfod with all of libcurl, even if no server is to be asked.
 */
int debug_file_find(Dwfl_Module *, void **data, const char *name, Dwarf_Addr base, const char *file,
		    const char *linked, GElf_Word crc, char **found);

#endif
