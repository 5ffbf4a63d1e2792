/* Symbol tables, by libelf; see elf_symbol.h. */
#include "elf_symbol.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "demangle.h"
#include "lazy.h"

static bool is_build_id(const GElf_Nhdr *note, const char *owner)
{
	return note->n_type == NT_GNU_BUILD_ID && note->n_namesz == sizeof("GNU") &&
	       memcmp(owner, "GNU", sizeof("GNU")) == 0;
}

/* Its length, 0 if there is none. */
static size_t build_id_of(Elf *elf, const uint8_t **id)
{
	size_t segments = 0;

	(void)libelf.elf_getphdrnum(elf, &segments);
	for (size_t i = 0; i < segments; i++) {
		size_t at = 0, name, text;
		Elf_Data *data;
		GElf_Phdr load;
		GElf_Nhdr note;

		if (libelf.gelf_getphdr(elf, (int)i, &load) == NULL || load.p_type != PT_NOTE)
			continue;
		data = libelf.elf_getdata_rawchunk(elf, (int64_t)load.p_offset, load.p_filesz,
						   load.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
		while (data != NULL &&
		       (at = libelf.gelf_getnote(data, at, &note, &name, &text)) > 0) {
			const char *bytes = data->d_buf;

			if (!is_build_id(&note, bytes + name))
				continue;
			*id = (const uint8_t *)bytes + text;
			return note.n_descsz;
		}
	}
	return 0;
}

bool elf_file_open(struct elf_file *file, const char *path, const uint8_t *id,
		   unsigned int id_bytes)
{
	const uint8_t *found = NULL;

	file->fd = -1;
	file->elf = NULL;
	if (!elf_load())
		return false;
	(void)libelf.elf_version(EV_CURRENT);
	file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	file->elf = file->fd >= 0 ? libelf.elf_begin(file->fd, ELF_C_READ_MMAP, NULL) : NULL;
	if (file->elf != NULL && build_id_of(file->elf, &found) == id_bytes &&
	    (id_bytes == 0 || memcmp(found, id, id_bytes) == 0))
		return true;
	elf_file_close(file);
	return false;
}

void elf_file_close(struct elf_file *file)
{
	if (file->elf != NULL)
		(void)libelf.elf_end(file->elf);
	if (file->fd >= 0)
		(void)close(file->fd);
	file->elf = NULL;
	file->fd = -1;
}

static bool holds(const GElf_Sym *symbol, uint64_t address)
{
	int type = GELF_ST_TYPE(symbol->st_info);

	return (type == STT_FUNC || type == STT_GNU_IFUNC) && symbol->st_shndx != SHN_UNDEF &&
	       address >= symbol->st_value && address - symbol->st_value < symbol->st_size;
}

/* Of several names for one function, the one that others may call it by. */
static int rank(const GElf_Sym *symbol)
{
	int binding = GELF_ST_BIND(symbol->st_info);

	return binding == STB_GLOBAL ? 2 : binding == STB_WEAK ? 1 : 0;
}

static const char *symbol_in(Elf *elf, Elf_Scn *section, uint64_t address)
{
	GElf_Shdr header;
	Elf_Data *data = libelf.elf_getdata(section, NULL);
	const char *best = NULL;
	int best_rank = -1;
	GElf_Sym symbol;

	if (libelf.gelf_getshdr(section, &header) == NULL)
		return NULL;
	for (int i = 0; data != NULL && libelf.gelf_getsym(data, i, &symbol) != NULL; i++) {
		if (!holds(&symbol, address) || rank(&symbol) <= best_rank)
			continue;
		best = libelf.elf_strptr(elf, header.sh_link, symbol.st_name);
		best_rank = rank(&symbol);
	}
	return best;
}

/* The full table, or, where that is stripped, the dynamic one: the first that has it. */
const char *elf_symbol(struct pool *pool, const struct elf_file *file, uint64_t address)
{
	static const GElf_Word types[] = { SHT_SYMTAB, SHT_DYNSYM };
	const char *name = NULL;

	for (size_t i = 0; i < array_size(types); i++) {
		Elf_Scn *section = NULL;
		GElf_Shdr header;

		while (name == NULL && (section = libelf.elf_nextscn(file->elf, section)) != NULL)
			if (libelf.gelf_getshdr(section, &header) != NULL &&
			    header.sh_type == types[i])
				name = symbol_in(file->elf, section, address);
	}
	return name != NULL && name[0] != '\0' ? demangled(pool, name) : NULL;
}
