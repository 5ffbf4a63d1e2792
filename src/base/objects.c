/* Loaded object files. */
#include "base/objects.h"

#include "base/object_list.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>

#pragma weak _dl_find_object

#ifndef DLFO_STRUCT_HAS_EH_DBASE	/* glibc before 2.35, or another libc */
struct dl_find_object {
	void *dlfo_map_start, *dlfo_map_end;
	struct link_map *dlfo_link_map;
	void *dlfo_eh_frame;
};
int _dl_find_object(void *address, struct dl_find_object *found);
#endif

struct wanted {
	uintptr_t address;
	struct object *found;
};

static int match(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct wanted *wanted = arg;
	uintptr_t start = UINTPTR_MAX, end = 0;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];

		if (ph->p_type != PT_LOAD)
			continue;
		if (info->dlpi_addr + ph->p_vaddr < start)
			start = info->dlpi_addr + ph->p_vaddr;
		if (info->dlpi_addr + ph->p_vaddr + ph->p_memsz > end)
			end = info->dlpi_addr + ph->p_vaddr + ph->p_memsz;
	}
	if (wanted->address < start || wanted->address >= end)
		return 0;
	*wanted->found = (struct object){
		.start = start, .end = end, .bias = info->dlpi_addr, .name = info->dlpi_name,
	};
	return 1;
}

/*
 * Where the kernel left a hole between a program's segments, and in a static program,
 * glibc names only the segment that holds the address (l_contiguous in its rtld.c), and neither
 * the ELF header nor the tables lie there. The program headers know them all.
 */
static cold void add_other_segments(struct object *object)
{
	const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR);
	struct dl_phdr_info program = {
		.dlpi_addr = object->bias,
		.dlpi_name = object->name,
		.dlpi_phdr = headers,
		.dlpi_phnum = (ElfW(Half))getauxval(AT_PHNUM),
	};
	struct object whole;
	struct wanted wanted = { object->start, &whole };

	/* Run by hand (ld.so PROGRAM), the headers are ld.so's own: they follow its ELF header. */
	if (headers && match(&program, sizeof(program), &wanted) &&
	    whole.start + sizeof(ElfW(Ehdr)) == (uintptr_t)headers) {
		object->start = whole.start;
		object->end = whole.end;
	}
}

bool object_find(uintptr_t address, struct object *found)
{
	struct dl_find_object o;

	if (!_dl_find_object)
		return object_list_find(address, found);
	if (_dl_find_object((void *)address, &o) != 0)
		return false;
	*found = (struct object){
		.start = (uintptr_t)o.dlfo_map_start,
		.end = (uintptr_t)o.dlfo_map_end,
		.bias = o.dlfo_link_map->l_addr,
		.name = o.dlfo_link_map->l_name ? o.dlfo_link_map->l_name : "",
		.eh_frame_hdr = o.dlfo_eh_frame,
	};
	if (unlikely(memcmp(o.dlfo_map_start, ELFMAG, SELFMAG) != 0))
		add_other_segments(found);
	return true;
}

void objects_flush(void)
{
	if (!_dl_find_object)
		object_list_flush();
}

void objects_sandboxed(void)
{
	if (!_dl_find_object)
		object_list_seal();
}

static size_t note_build_id(const uint8_t *at, size_t bytes, size_t align, uint8_t *id)
{
	while (bytes >= sizeof(ElfW(Nhdr))) {
		const ElfW(Nhdr) *note = (const void *)at;
		size_t name = (note->n_namesz + align - 1) & ~(align - 1);
		size_t desc = (note->n_descsz + align - 1) & ~(align - 1);
		size_t all = sizeof(*note) + name + desc;

		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
		    memcmp(note + 1, "GNU", 4) == 0 && note->n_descsz <= OBJECT_BUILD_ID_MAX) {
			memcpy(id, at + sizeof(*note) + name, note->n_descsz);
			return note->n_descsz;
		}
		if (all > bytes)
			break;
		at += all;
		bytes -= all;
	}
	return 0;
}

size_t object_build_id(const struct object *object, uint8_t id[OBJECT_BUILD_ID_MAX])
{
	const ElfW(Ehdr) *header = (const void *)object->start;
	const ElfW(Phdr) *ph;
	size_t n;

	if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
		return 0;
	ph = (const void *)(object->start + header->e_phoff);
	for (int i = 0; i < header->e_phnum; i++) {
		uintptr_t at = object->bias + ph[i].p_vaddr;

		if (ph[i].p_type != PT_NOTE || at < object->start ||
		    at + ph[i].p_memsz > object->end)
			continue;
		n = note_build_id((const void *)at, ph[i].p_memsz, ph[i].p_align >= 8 ? 8 : 4, id);
		if (n)
			return n;
	}
	return 0;
}
