/* Counting by opening stack what is opened and closed. */
#include "runtime/growth.h"

#include <string.h>
#include <sys/mman.h>

#include "base/sys.h"
#include "runtime/runtime.h"

hot_data uint32_t growth_on;

/* Their memory, kept for the next counting: one that ends may still be counted in. */
static struct growth_row *tables[GROWTHS];
static uint32_t taken;

#define TABLE_BYTES (GROWTH_STACKS * sizeof(struct growth_row))

static int take(void)
{
	uint32_t bits = load_acquire(&taken);

	for (unsigned int i = 0; i < GROWTHS; i++) {
		while (!(bits >> i & 1)) {
			if (cas_acq_rel(&taken, &bits, bits | 1u << i))
				return (int)i;
		}
	}
	return -1;
}

static void set_bit(uint32_t *word, unsigned int bit, bool on)
{
	uint32_t bits = load_acquire(word);

	while (!cas_acq_rel(word, &bits, on ? bits | 1u << bit : bits & ~(1u << bit)))
		;
}

int growth_begin(void)
{
	int growth = take();
	void *at;

	if (growth < 0)
		return -1;
	if (!tables[growth]) {
		at = runtime.sandboxed ? NULL : sys_mmap(NULL, TABLE_BYTES, PROT_READ | PROT_WRITE,
							 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (!at || sys_is_error(at)) {
			set_bit(&taken, (unsigned int)growth, false);
			return -1;
		}
		store_release(&tables[growth], (struct growth_row *)at);
	} else {
		memset(tables[growth], 0, TABLE_BYTES);
	}
	set_bit(&growth_on, (unsigned int)growth, true);
	return growth;
}

void growth_after_fork(void)
{
	for (unsigned int i = 0; i < GROWTHS; i++) {
		if (growth_on >> i & 1)
			memset(tables[i], 0, TABLE_BYTES);
	}
}

const struct growth_row *growth_rows(int growth)
{
	if (growth < 0 || growth >= (int)GROWTHS || !(load_acquire(&growth_on) >> growth & 1))
		return NULL;
	return tables[growth];
}

int growth_end(int growth)
{
	if (!growth_rows(growth))
		return -1;
	set_bit(&growth_on, (unsigned int)growth, false);
	set_bit(&taken, (unsigned int)growth, false);
	return 0;
}

int growth_row_of(const struct growth_row *rows, uint32_t stack)
{
	for (unsigned int i = 0, at = stack / 8; i < GROWTH_STACKS; i++, at++) {
		uint32_t there = load_acquire(&rows[at % GROWTH_STACKS].stack);

		if (there == stack || !there)
			return there ? (int)(at % GROWTH_STACKS) : -1;
	}
	return -1;
}

static struct growth_row *find(struct growth_row *table, uint32_t stack)
{
	for (unsigned int i = 0, at = stack / 8; i < GROWTH_STACKS; i++, at++) {
		struct growth_row *row = &table[at % GROWTH_STACKS];
		uint32_t there = load_acquire(&row->stack);

		if (there == stack || (!there && cas_acq_rel(&row->stack, &there, stack)) ||
		    there == stack)
			return row;
	}
	return NULL;
}

void growth_count(uint32_t stack, bool closed)
{
	uint32_t on = load_acquire(&growth_on);

	for (unsigned int i = 0; stack && i < GROWTHS; i++) {
		struct growth_row *row = on >> i & 1 ? find(load_acquire(&tables[i]), stack) : NULL;

		if (row)
			(void)add_relaxed(closed ? &row->closed : &row->opened, 1);
	}
}
