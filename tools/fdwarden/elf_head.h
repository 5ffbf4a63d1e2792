/*
 * What the program headers of an ELF file lead to, read piece by piece: libelf takes
 * longer to load than a look at the program takes that is to be run.
 */
#ifndef FDWARDEN_ELF_HEAD_H
#define FDWARDEN_ELF_HEAD_H

#include <elf.h>

#include "base/compiler.h"

/* A file and its first bytes, which mostly have all that is asked for. */
struct elf_head {
	int fd; /* the caller's */
	size_t first_bytes;
	union {
		Elf64_Ehdr header;
		char text[4096];
	} first;
};

/* Reads the first bytes, whatever they are. */
void elf_head_read(struct elf_head *, int fd);

bool elf_head_is_elf(const struct elf_head *);

/* Is it for machines like this one? Of no other is a program header read. */
bool elf_head_is_ours(const struct elf_head *);

/* False where the file has no such bytes. */
bool elf_head_bytes(const struct elf_head *, uint64_t offset, void *to, size_t bytes);

/* The next segment of this type from *at on, which goes behind it: 0 at first. False: none. */
bool elf_head_segment(const struct elf_head *, uint32_t type, size_t *at, Elf64_Phdr *);

#endif
