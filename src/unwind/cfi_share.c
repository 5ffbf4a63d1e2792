/*
 * The table from pc to rule, shared with children by fork: for a process that
 * forks a short-lived child for each input. What one child met is known to those
 * after it, and the table's pages are not copied for each.
 *
 * An entry is good in all of them only for code that all of them have: what was
 * loaded when the sharing began. A child that unloads something goes on with a
 * table of its own.
 */
#include <link.h>
#include <sys/mman.h>

#include "base/sys.h"
#include "unwind/cfi.h"

#define EXTENTS 64

static struct {
	uintptr_t start, end;
} extents[EXTENTS] large_bss;
static unsigned int extent_count;
static bool is_shared;

static int note_code(struct dl_phdr_info *info, size_t size, void *ctx)
{
	(void)size;
	(void)ctx;
	for (int i = 0; i < info->dlpi_phnum && extent_count < EXTENTS; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];

		if (ph->p_type != PT_LOAD || !(ph->p_flags & PF_X))
			continue;
		extents[extent_count].start = info->dlpi_addr + ph->p_vaddr;
		extents[extent_count].end = info->dlpi_addr + ph->p_vaddr + ph->p_memsz;
		extent_count++;
	}
	return 0;
}

/* An empty table in the place of the one that is there. */
static bool replace_table(int flags)
{
	return !sys_is_error(sys_mmap(cfi_table, sizeof(cfi_table), PROT_READ | PROT_WRITE,
				      flags | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
}

void cfi_share(void)
{
	if (is_shared || !replace_table(MAP_SHARED | MAP_POPULATE))
		return;
	extent_count = 0;
	(void)dl_iterate_phdr(note_code, NULL);
	is_shared = true;
}

bool cfi_may_remember(uintptr_t pc)
{
	if (likely(!is_shared))
		return true;
	for (unsigned int i = 0; i < extent_count; i++) {
		if (pc >= extents[i].start && pc < extents[i].end)
			return true;
	}
	return false;
}

bool cfi_unshare(void)
{
	if (likely(!is_shared) || !replace_table(MAP_PRIVATE))
		return false;
	is_shared = false;
	return true;
}
