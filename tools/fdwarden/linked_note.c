/* See linked_note.h. */
#include "linked_note.h"

#include <string.h>

#include "model/format.h"

static uint32_t in_segment(Elf *elf, const GElf_Phdr *segment)
{
	Elf_Data *data = elf_getdata_rawchunk(elf, (int64_t)segment->p_offset, segment->p_filesz,
					      segment->p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
	size_t at = 0, next, name, desc;
	uint32_t format = 0;
	GElf_Nhdr note;

	while (data != NULL && (next = gelf_getnote(data, at, &note, &name, &desc)) > 0) {
		if (note.n_type == LINKED_NOTE_TYPE &&
		    note.n_namesz == sizeof(LINKED_NOTE_NAME) &&
		    memcmp((char *)data->d_buf + name, LINKED_NOTE_NAME, note.n_namesz) == 0 &&
		    note.n_descsz == sizeof(format))
			memcpy(&format, (char *)data->d_buf + desc, sizeof(format));
		at = next;
	}
	return format;
}

uint32_t linked_note_format(Elf *elf)
{
	size_t count = 0;
	uint32_t format = 0;

	(void)elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count && format == 0; i++) {
		GElf_Phdr segment;

		if (gelf_getphdr(elf, (int)i, &segment) != NULL && segment.p_type == PT_NOTE)
			format = in_segment(elf, &segment);
	}
	return format;
}
