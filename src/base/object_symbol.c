/* A symbol of one loaded object, by its GNU hash table (objects.h). */
#include <elf.h>
#include <link.h>
#include <string.h>

#include "base/objects.h"

struct dynamic {
	const ElfW(Sym) * symbols;
	const char *strings;
	const uint32_t *hashes; /* DT_GNU_HASH */
};

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;

	for (; *name; name++)
		hash = hash * 33 + (uint8_t)*name;
	return hash;
}

/* glibc has relocated these pointers in place, other linkers have not. */
static const void *pointed(const struct object *object, uintptr_t pointer)
{
	return (const void *)(pointer < object->start ? pointer + object->bias : pointer);
}

static void read_dynamic(const struct object *object, const ElfW(Dyn) * entry, struct dynamic *d)
{
	for (; entry->d_tag != DT_NULL; entry++) {
		const void *at = pointed(object, entry->d_un.d_ptr);

		if (entry->d_tag == DT_SYMTAB)
			d->symbols = at;
		else if (entry->d_tag == DT_STRTAB)
			d->strings = at;
		else if (entry->d_tag == DT_GNU_HASH)
			d->hashes = at;
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
			read_dynamic(object, (const void *)at, d);
	}
	return d->symbols && d->strings && d->hashes;
}

/*
 * The table: the numbers of buckets, of the first symbol in it, of Bloom words
 * and their shift; the Bloom filter; the buckets; a hash for each symbol, its
 * lowest bit set at a chain's end.
 */
static const ElfW(Sym) * find(const struct dynamic *d, const char *name)
{
	uint32_t bucket_count = d->hashes[0], first = d->hashes[1], bloom_words = d->hashes[2];
	const uint32_t *buckets = d->hashes + 4 + bloom_words * (sizeof(ElfW(Addr)) / 4);
	const uint32_t *chain = buckets + bucket_count;
	uint32_t hash = gnu_hash(name), i;

	if (bucket_count == 0)
		return NULL;
	for (i = buckets[hash % bucket_count]; i >= first; i++) {
		if ((chain[i - first] | 1) == (hash | 1) &&
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
	symbol = find(&d, name);
	if (!symbol || symbol->st_shndx == SHN_UNDEF)
		return NULL;
	return (void *)(object->bias + symbol->st_value);
}
