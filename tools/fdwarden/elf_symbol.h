/*
 * Names of functions from the symbol tables in an object file itself: no
 * debug information is read, none is looked for, and libdw is not loaded.
 */
#ifndef FDWARDEN_ELF_SYMBOL_H
#define FDWARDEN_ELF_SYMBOL_H

#include <gelf.h>

#include "pool.h"

struct elf_file {
	int fd;
	Elf *elf; /* NULL: not open */
};

/* Opens it if it is what had that build id (of 0 bytes: none) when it ran. */
bool elf_file_open(struct elf_file *, const char *path, const uint8_t *id, unsigned int id_bytes);
void elf_file_close(struct elf_file *);

/* The function at an address of the file, demangled; NULL where no symbol holds it. */
const char *elf_symbol(struct pool *, const struct elf_file *, uint64_t address);

#endif
