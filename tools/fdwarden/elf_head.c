/* Program headers: elf(5). See elf_head.h. */
#include "elf_head.h"

#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OUR_MACHINE EM_AARCH64
#endif

void elf_head_read(struct elf_head *h, int fd)
{
	ssize_t got = pread(fd, &h->first, sizeof(h->first), 0);

	h->fd = fd;
	h->first_bytes = got > 0 ? (size_t)got : 0;
}

/* One of 32 bits has a shorter header, and the machine at the same place. */
bool elf_head_is_elf(const struct elf_head *h)
{
	const unsigned char *ident = h->first.header.e_ident;

	return h->first_bytes >= sizeof(Elf32_Ehdr) && memcmp(ident, ELFMAG, SELFMAG) == 0 &&
	       (ident[EI_CLASS] == ELFCLASS32 || h->first_bytes >= sizeof(Elf64_Ehdr)) &&
	       ident[EI_VERSION] == EV_CURRENT;
}

bool elf_head_is_ours(const struct elf_head *h)
{
	const Elf64_Ehdr *header = &h->first.header;

	return elf_head_is_elf(h) && header->e_ident[EI_CLASS] == ELFCLASS64 &&
	       header->e_ident[EI_DATA] == ELFDATA2LSB && header->e_machine == OUR_MACHINE;
}

bool elf_head_bytes(const struct elf_head *h, uint64_t offset, void *to, size_t bytes)
{
	if (offset > INT64_MAX - bytes)
		return false;
	if (offset + bytes > h->first_bytes)
		return pread(h->fd, to, bytes, (off_t)offset) == (ssize_t)bytes;
	memcpy(to, h->first.text + offset, bytes);
	return true;
}

bool elf_head_segment(const struct elf_head *h, uint32_t type, size_t *at, Elf64_Phdr *segment)
{
	const Elf64_Ehdr *header = &h->first.header;

	while (elf_head_is_ours(h) && *at < header->e_phnum) {
		uint64_t offset = header->e_phoff + *at * sizeof(*segment);

		++*at;
		if (!elf_head_bytes(h, offset, segment, sizeof(*segment)))
			return false;
		if (segment->p_type == type)
			return true;
	}
	return false;
}
