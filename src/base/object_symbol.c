/* Symbols of loaded objects, by their GNU hash tables (objects.h). */
#include <elf.h>
#include <link.h>
#include <string.h>

#include "base/objects.h"

struct dynamic {
	const ElfW(Sym) * symbols;
	const char *strings;
	const uint32_t *hashes; /* DT_GNU_HASH */
	const uint16_t *versions; /* DT_VERSYM; NULL: it has none */
};

#define VERSION_HIDDEN 0x8000u	/* not what an unversioned name means */

/* Objects after ours in which names are looked for; with more, dlsym is asked. */
#define NEXT_MAX 64u

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;

	for (; *name; name++)
		hash = hash * 33 + (uint8_t)*name;
	return hash;
}

/* glibc has relocated these pointers in place, other linkers have not. */
static const void *pointed(uintptr_t start, uintptr_t bias, uintptr_t pointer)
{
	return (const void *)(pointer < start ? pointer + bias : pointer);
}

static void read_dynamic(uintptr_t start, uintptr_t bias, const ElfW(Dyn) * entry,
			 struct dynamic *d)
{
	for (; entry->d_tag != DT_NULL; entry++) {
		const void *at = pointed(start, bias, entry->d_un.d_ptr);

		if (entry->d_tag == DT_SYMTAB)
			d->symbols = at;
		else if (entry->d_tag == DT_STRTAB)
			d->strings = at;
		else if (entry->d_tag == DT_GNU_HASH)
			d->hashes = at;
		else if (entry->d_tag == DT_VERSYM)
			d->versions = at;
	}
}

static bool find_dynamic(const struct object *object, struct dynamic *d)
{
	const ElfW(Ehdr) *header = (const void *)object->start;
	const ElfW(Phdr) * ph;

	if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
		return false;
	ph = (const void *)(object->start + header->e_phoff);
	for (int i = 0; i < header->e_phnum; i++) {
		uintptr_t at = object->bias + ph[i].p_vaddr;

		if (ph[i].p_type == PT_DYNAMIC && at >= object->start &&
		    at + ph[i].p_memsz <= object->end)
			read_dynamic(object->start, object->bias, (const void *)at, d);
	}
	return d->symbols && d->strings && d->hashes;
}

static bool is_default(const struct dynamic *d, uint32_t i)
{
	return d->symbols[i].st_shndx != SHN_UNDEF &&
	       !(d->versions && d->versions[i] & VERSION_HIDDEN);
}

/*
 * The table: the numbers of buckets, of the first symbol in it, of Bloom words
 * and their shift; the Bloom filter; the buckets; a hash for each symbol, its
 * lowest bit set at a chain's end.
 */
static const ElfW(Sym) * find(const struct dynamic *d, const char *name, uint32_t hash)
{
	uint32_t bucket_count = d->hashes[0], first = d->hashes[1], bloom_words = d->hashes[2];
	const uint32_t *buckets = d->hashes + 4 + bloom_words * (sizeof(ElfW(Addr)) / 4);
	const uint32_t *chain = buckets + bucket_count;
	uint32_t i;

	if (bucket_count == 0)
		return NULL;
	for (i = buckets[hash % bucket_count]; i >= first; i++) {
		if ((chain[i - first] | 1) == (hash | 1) && is_default(d, i) &&
		    strcmp(d->strings + d->symbols[i].st_name, name) == 0)
			return &d->symbols[i];
		if (chain[i - first] & 1)
			break;
	}
	return NULL;
}

void *object_symbol(const struct object *object, const char *name)
{
	struct dynamic d = { 0 };
	const ElfW(Sym) * symbol;

	if (!find_dynamic(object, &d))
		return NULL;
	symbol = find(&d, name, gnu_hash(name));
	return symbol ? (void *)(object->bias + symbol->st_value) : NULL;
}

/* ---- The next definition ----------------------------------------------- */

/* The linker's list. */
extern struct r_debug _r_debug __attribute__((weak));

static struct {
	unsigned int count;
	uintptr_t bias[NEXT_MAX];
	struct dynamic dynamic[NEXT_MAX];
} later;

static bool note_later(const struct link_map *map)
{
	struct dynamic *d = &later.dynamic[later.count];

	if (later.count == NEXT_MAX)
		return false;
	later.bias[later.count++] = map->l_addr;
	read_dynamic(map->l_addr, map->l_addr, map->l_ld, d);
	return d->symbols && d->strings && d->hashes;
}

bool objects_note_later(const void *dynamic)
{
	const struct link_map *map = &_r_debug ? _r_debug.r_map : NULL;

	later.count = 0; /* a page that is read before it is written to is missed twice */
	while (map && map->l_ld != dynamic)
		map = map->l_next;
	while (map && (map = map->l_next) != NULL) {
		if (!note_later(map)) {
			later.count = 0;
			break;
		}
	}
	return later.count > 0;
}

bool object_symbol_later(const char *name, void **found)
{
	uint32_t hash = gnu_hash(name);
	const ElfW(Sym) *symbol = NULL;
	unsigned int i;

	for (i = 0; i < later.count && !symbol; i++)
		symbol = find(&later.dynamic[i], name, hash);
	if (later.count == 0 || (symbol && ELF64_ST_TYPE(symbol->st_info) != STT_FUNC))
		return false;
	*found = symbol ? (void *)(later.bias[i - 1] + symbol->st_value) : NULL;
	return true;
}
