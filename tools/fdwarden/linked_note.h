/* Whether an object file has libfdwarden.a inside. */
#ifndef FDWARDEN_LINKED_NOTE_H
#define FDWARDEN_LINKED_NOTE_H

#include "elf_head.h"

/* The format of the ledgers that it writes, by its note (model/format.h); 0: none inside. */
uint32_t linked_note_format(const struct elf_head *);

/* The same of the file of this name. */
uint32_t linked_note_format_of(const char *path);

#endif
