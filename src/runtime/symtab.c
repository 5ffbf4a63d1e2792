/* See symtab.h. The file is looked at as untrusted: it may be cut, or changed meanwhile. */
#include "runtime/symtab.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/sys.h"

static struct file {
	bool tried;
	const uint8_t *at;
	size_t bytes;
	const ElfW(Sym) *symbols;
	size_t symbol_count;
	const char *names;
	size_t names_bytes;	/* the last byte is 0 */
} file;

static void map_file(void)
{
	long fd = sys_call6(SYS_openat, AT_FDCWD, (long)"/proc/self/exe", O_RDONLY | O_CLOEXEC, 0,
			    0, 0);
	struct stat st;
	void *p;

	if (fd < 0)
		return;
	if (sys_call3(SYS_fstat, fd, (long)&st, 0) == 0 && st.st_size > 0) {
		p = sys_mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, (int)fd, 0);
		if (!sys_is_error(p)) {
			file.at = p;
			file.bytes = (size_t)st.st_size;
		}
	}
	(void)sys_close((int)fd);
}

/* What lies there in the file; NULL if not all of it does. */
static const void *piece(uint64_t offset, uint64_t bytes)
{
	if (offset > file.bytes || bytes > file.bytes - offset)
		return NULL;
	return file.at + offset;
}

static void use_table(const ElfW(Shdr) *symtab, const ElfW(Shdr) *strtab)
{
	const char *names = piece(strtab->sh_offset, strtab->sh_size);

	file.symbols = piece(symtab->sh_offset, symtab->sh_size);
	if (!names || !strtab->sh_size || names[strtab->sh_size - 1] != '\0')
		return;
	file.names = names;
	file.names_bytes = strtab->sh_size;
	if (file.symbols)
		file.symbol_count = symtab->sh_size / sizeof(*file.symbols);
}

static void read_file(void)
{
	const ElfW(Ehdr) *header = piece(0, sizeof(*header));
	const ElfW(Shdr) *sections;

	if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_shentsize != sizeof(*sections))
		return;
	sections = piece(header->e_shoff, (uint64_t)header->e_shnum * sizeof(*sections));
	for (unsigned int i = 0; sections && i < header->e_shnum; i++) {
		if (sections[i].sh_type == SHT_SYMTAB && sections[i].sh_link < header->e_shnum)
			use_table(&sections[i], &sections[sections[i].sh_link]);
	}
}

const char *symtab_function(uintptr_t address)
{
	if (!file.tried) {
		file.tried = true;
		map_file();
		read_file();
	}
	for (size_t i = 0; i < file.symbol_count; i++) {
		const ElfW(Sym) *symbol = &file.symbols[i];

		if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC &&
		    address - symbol->st_value < symbol->st_size &&
		    symbol->st_name < file.names_bytes)
			return file.names + symbol->st_name;
	}
	return NULL;
}
