/* See object_list.h. What was read is kept in a table, of which there are two: readers
 * have one, and the next is made in the other. */
#include "base/object_list.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/uio.h>

#include "base/sys.h"

#define OBJECTS_MAX 512u
#define PHDRS_MAX 32u

struct table {
	unsigned int count;
	struct object all[OBJECTS_MAX];
};

static struct table tables[2] large_bss;
static unsigned int generation;	/* its last bit is the readers' table; 0: none yet */
static int building;		/* the process that makes a table: one that forked meanwhile did not */
static bool sealed;

static bool copy(void *to, const void *from, size_t bytes)
{
	struct iovec here = { to, bytes }, there = { (void *)from, bytes };

	return sys_call6(SYS_process_vm_readv, sys_getpid(), (long)&here, 1, (long)&there, 1, 0) ==
	       (long)bytes;
}

/* From its program headers, which are readable. */
static void add(struct table *t, uintptr_t bias, const char *name, const ElfW(Phdr) *headers,
		size_t count)
{
	struct object o = { .start = UINTPTR_MAX, .bias = bias, .name = name };

	for (size_t i = 0; i < count; i++) {
		uintptr_t at = bias + headers[i].p_vaddr;

		if (headers[i].p_type == PT_GNU_EH_FRAME)
			o.eh_frame_hdr = (const uint8_t *)at;
		if (headers[i].p_type != PT_LOAD)
			continue;
		if (at < o.start)
			o.start = at;
		if (at + headers[i].p_memsz > o.end)
			o.end = at + headers[i].p_memsz;
	}
	if (o.start < o.end && t->count < OBJECTS_MAX)
		t->all[t->count++] = o;
}

static const struct r_debug *add_program(struct table *t)
{
	const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR);
	size_t count = getauxval(AT_PHNUM);
	const ElfW(Dyn) *dynamic = NULL;
	uintptr_t bias = 0;

	for (size_t i = 0; headers && i < count; i++) {
		if (headers[i].p_type == PT_PHDR)
			bias = (uintptr_t)headers - headers[i].p_vaddr;
	}
	for (size_t i = 0; headers && i < count; i++) {
		if (headers[i].p_type == PT_DYNAMIC)
			dynamic = (const void *)(bias + headers[i].p_vaddr);
	}
	if (headers)
		add(t, bias, "", headers, count);
	for (; dynamic && dynamic->d_tag != DT_NULL; dynamic++) {
		if (dynamic->d_tag == DT_DEBUG)
			return (const void *)dynamic->d_un.d_ptr;
	}
	return NULL;
}

/* A shared object is mapped with its ELF header, at its bias. */
static void add_shared(struct table *t, const struct link_map *map)
{
	ElfW(Phdr) headers[PHDRS_MAX];
	ElfW(Ehdr) header;

	if (!copy(&header, (const void *)map->l_addr, sizeof(header)) ||
	    memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phnum > PHDRS_MAX ||
	    !copy(headers, (const void *)(map->l_addr + header.e_phoff),
		  header.e_phnum * sizeof(*headers)))
		return;
	add(t, map->l_addr, map->l_name ? map->l_name : "", headers, header.e_phnum);
}

static void fill(struct table *t)
{
	const struct r_debug *debug;
	struct link_map map;
	const struct link_map *next;

	t->count = 0;
	debug = add_program(t);
	next = debug ? debug->r_map : NULL;
	for (bool first = true; next && copy(&map, next, sizeof(map)); first = false) {
		if (!first)	/* that is the program */
			add_shared(t, &map);
		next = map.l_next;
	}
}

static void rebuild(void)
{
	unsigned int now = load_relaxed(&generation);
	int builder, self;

	if (load_relaxed(&sealed))
		return;
	self = sys_getpid();
	builder = load_relaxed(&building);
	if (builder == self || !cas_acq_rel(&building, &builder, self))
		return;
	__atomic_thread_fence(__ATOMIC_RELEASE);
	fill(&tables[(now + 1) & 1]);
	store_release(&generation, now + 1);
	store_release(&building, 0);
}

/* Pairs with the releases in rebuild; a table that was remade meanwhile is not believed. */
static bool look(uintptr_t address, struct object *found)
{
	unsigned int now = load_acquire(&generation);
	const struct table *t = &tables[now & 1];
	struct object object;

	for (unsigned int i = 0; now && i < t->count; i++) {
		if (address < t->all[i].start || address >= t->all[i].end)
			continue;
		object = t->all[i];
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (load_relaxed(&generation) != now)
			return false;
		*found = object;
		return true;
	}
	return false;
}

bool object_list_find(uintptr_t address, struct object *found)
{
	if (look(address, found))
		return true;
	rebuild();
	return look(address, found);
}

void object_list_flush(void)
{
	rebuild();
}

void object_list_seal(void)
{
	rebuild();
	store_relaxed(&sealed, true);
}
