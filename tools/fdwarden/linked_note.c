/* See linked_note.h. */
#include "linked_note.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "model/format.h"

/* No segment of notes is as long. */
#define NOTES_BYTES_MAX (1u << 20)

static bool is_ours(const struct elf_head *file, uint64_t at, const Elf64_Nhdr *note)
{
	char name[sizeof(LINKED_NOTE_NAME)];

	return note->n_type == LINKED_NOTE_TYPE && note->n_namesz == sizeof(name) &&
	       note->n_descsz == sizeof(uint32_t) &&
	       elf_head_bytes(file, at + sizeof(*note), name, sizeof(name)) &&
	       memcmp(name, LINKED_NOTE_NAME, sizeof(name)) == 0;
}

/* Name and text of a note begin at multiples of four, or of eight. */
static uint64_t aligned(const Elf64_Phdr *segment, uint64_t n)
{
	uint64_t align = segment->p_align == 8 ? 8 : 4;

	return (n + align - 1) & ~(align - 1);
}

static uint32_t in_segment(const struct elf_head *file, const Elf64_Phdr *segment)
{
	uint64_t size = segment->p_filesz, text;
	uint32_t format;
	Elf64_Nhdr note;

	if (size > NOTES_BYTES_MAX)
		size = NOTES_BYTES_MAX;
	for (uint64_t at = 0; at < size; at = aligned(segment, text + note.n_descsz)) {
		uint64_t here = segment->p_offset + at;

		if (!elf_head_bytes(file, here, &note, sizeof(note)))
			return 0;
		text = aligned(segment, at + sizeof(note) + note.n_namesz);
		if (is_ours(file, here, &note) &&
		    elf_head_bytes(file, segment->p_offset + text, &format, sizeof(format)))
			return format;
	}
	return 0;
}

uint32_t linked_note_format(const struct elf_head *file)
{
	uint32_t format = 0;
	Elf64_Phdr segment;

	for (size_t at = 0; format == 0 && elf_head_segment(file, PT_NOTE, &at, &segment);)
		format = in_segment(file, &segment);
	return format;
}

uint32_t linked_note_format_of(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct elf_head file;
	uint32_t format;

	if (fd < 0)
		return 0;
	elf_head_read(&file, fd);
	format = linked_note_format(&file);
	(void)close(fd);
	return format;
}
