/* Whether an object file has libfdwarden.a inside. */
#ifndef FDWARDEN_LINKED_NOTE_H
#define FDWARDEN_LINKED_NOTE_H

#include <gelf.h>
#include <stdint.h>

/* The format of the ledgers that it writes, by its note (model/format.h); 0: none inside. */
uint32_t linked_note_format(Elf *);

#endif
