/*
 * Call frame information, from a pc to what must be done to leave its frame:
 *
 *	cfi_find.c      pc -> the FDE that covers it, in the object's .eh_frame
 *	cfi_program.c   FDE -> a row: how each register is recovered at that pc
 *	cfi_expr.c      the DWARF expressions that occur in rows
 *	cfi_table.c     pc -> a rule, the row in one word, remembered
 *	cfi_full.c      a step by a whole row, where a rule is not enough
 *
 * Contract for all: any thread and any signal handler; no lock, no
 * allocation, errno untouched. The tables belong to loaded objects and are
 * read inside their bounds; that they stay mapped is the caller's: a pc on
 * the stack keeps its object from being unloaded.
 */
#ifndef UNWIND_CFI_H
#define UNWIND_CFI_H

#include <assert.h>

#include "base/compiler.h"
#include "unwind/arch.h"
#include "unwind/window.h"

/* ---- reading tables -------------------------------------------------------- */

/* Bytes of an object. Past the end it reads zeros and says so in bad. */
struct reader {
	const uint8_t *p;
	const uint8_t *end;
	bool bad;
};

uint64_t read_fixed(struct reader *in, size_t size); /* little endian, 1 to 8 bytes */
uint64_t read_uleb(struct reader *in);
int64_t read_sleb(struct reader *in);
void read_skip(struct reader *in, uint64_t size);

/* One FDE, with what it needs of its CIE. */
struct fde {
	uintptr_t start;
	uint64_t code_align;
	int64_t data_align;
	uint8_t encoding;      /* of its addresses: DW_EH_PE_* */
	bool is_signal;        /* a trampoline: its caller was interrupted */
	struct reader initial; /* the CIE's program */
	struct reader program;
};

/* 0; -ESRCH if no object is there, -ENOENT if it has no usable FDE for the pc. */
int cfi_find(uintptr_t pc, struct fde *fde);

/* ---- rows ------------------------------------------------------------------ */

enum loc_how {
	LOC_SAME,      /* the register still has the caller's value */
	LOC_UNDEFINED, /* the value is gone; for the return address: the end of the stack */
	LOC_AT,        /* stored at base + off */
	LOC_IS,        /* is base + off */
	LOC_UNKNOWN,   /* described in a way that we do not follow */
};

#define BASE_CFA  0xff /* otherwise base is the number of a register */
#define BASE_NONE 0xfe /* zero: off is an address */

struct loc {
	int32_t off;
	uint8_t how;
	uint8_t base;
};

struct row {
	struct loc cfa; /* LOC_IS, or LOC_AT: then cfa_add is added to what is there */
	int32_t cfa_add;
	struct loc reg[ARCH_REGS];
};

/* What holds at this pc. 0 or -errno as cfi_find. */
int cfi_row(uintptr_t pc, struct row *row, bool *is_signal);

/* Evaluates an expression for this pc. `pushed`: the CFA is on its stack. */
struct loc cfi_address(struct reader expr, uintptr_t pc, bool pushed);
struct loc cfi_value(struct reader expr, uintptr_t pc, bool pushed, int32_t *add);

/* ---- rules ----------------------------------------------------------------- */

enum rule_kind {
	RULE_PLAIN,     /* an ordinary frame: struct plain in arch.h */
	RULE_REALIGNED, /* CFA = what is stored `save` words below fp; fp is stored at fp */
	RULE_SIGNAL,    /* the kernel's frame under a signal handler */
	RULE_FULL,      /* see cfi_full.c */
	RULE_END,       /* nobody called this */
	RULE_NONE,      /* no table covers it */
};

/*
 * The table from pc to rule. An entry is one word, read and written whole:
 *
 *	63       47 46          10 9      4    3      2    0
 *	|   size   |  tag of pc   |  save  | from fp | kind |	(size: from 45 on, on aarch64)
 *
 * Four entries a bucket, written by any thread. The bucket's number and the
 * tag together are the pc; 0 is an empty entry. Code is all over the place, and so are its
 * pcs in the table: a program of a few stacks has touched all 16 pages. (With 64 it was two
 * page faults for nearly each pc, more than all the rest of a short program's start.)
 */
#define CFI_WAYS        4
#define CFI_BUCKET_BITS 11
#define CFI_TAG_BITS    (48 - ARCH_PC_SHIFT - CFI_BUCKET_BITS)

#define RULE_FROM_FP (1ul << 3)
#define RULE_SAVE_AT 4
#define RULE_TAG_AT  10
#define RULE_SIZE_AT (RULE_TAG_AT + CFI_TAG_BITS)

static_assert(RULE_SAVE_AT + ARCH_SAVE_BITS == RULE_TAG_AT, "the fields meet");
static_assert(RULE_TAG_AT + CFI_TAG_BITS == RULE_SIZE_AT, "the fields meet");
static_assert(RULE_SIZE_AT + ARCH_SIZE_BITS == 64, "the fields meet");

extern uint64_t cfi_table[1 << CFI_BUCKET_BITS][CFI_WAYS];

static must_inline enum rule_kind rule_kind(uint64_t rule)
{
	return (enum rule_kind)(rule & 7);
}

static must_inline uint64_t rule_save(uint64_t rule)
{
	return rule >> RULE_SAVE_AT & ((1 << ARCH_SAVE_BITS) - 1);
}

static must_inline uint64_t rule_size(uint64_t rule)
{
	return rule >> RULE_SIZE_AT;
}

static must_inline uint64_t cfi_tag(uintptr_t pc)
{
	return (uint64_t)pc >> ARCH_PC_SHIFT >> CFI_BUCKET_BITS;
}

static must_inline uint64_t *cfi_bucket(uintptr_t pc)
{
	return cfi_table[((uint64_t)pc >> ARCH_PC_SHIFT ^ cfi_tag(pc)) % (1 << CFI_BUCKET_BITS)];
}

static must_inline bool cfi_is_for(uint64_t entry, uintptr_t pc)
{
	uint64_t mask = ((1ul << CFI_TAG_BITS) - 1) << RULE_TAG_AT;

	return (entry & mask) == cfi_tag(pc) << RULE_TAG_AT;
}

/* The rule of this pc if it is remembered, or 0. Rules stand alone: relaxed will do. */
static must_inline uint64_t cfi_lookup(uintptr_t pc)
{
	const uint64_t *bucket = cfi_bucket(pc);

	for (int i = 0; i < CFI_WAYS; i++) {
		uint64_t entry = load_relaxed(&bucket[i]);

		if (cfi_is_for(entry, pc))
			return entry;
	}
	return 0;
}

/* The rule of this pc, remembered from now on. */
uint64_t cfi_rule(uintptr_t pc);

/* Forgets all pcs. */
void cfi_flush(void);

/*
 * From now on this process and its children by fork have one table, empty at
 * first: cfi_share.c. To be called by the only thread, before the fork.
 */
void cfi_share(void);

/* False: this pc's rule is not for the others. */
bool cfi_may_remember(uintptr_t pc);

/* Leaves the others the table, and has an empty one; false if it was not shared. */
bool cfi_unshare(void);

/* ---- a step by a whole row --------------------------------------------------- */

struct regs {
	uintptr_t value[ARCH_REGS];
	uint64_t known; /* bit n: value[n] holds */
};

/*
 * Replaces the registers of a frame by its caller's; `at` is the pc to look
 * up. False, and `regs` is void, where one is needed that is not known, or
 * memory cannot be read, or the stack ends.
 */
bool cfi_step(struct window *w, struct regs *regs, uintptr_t at, bool *is_signal);

/* ---- what could not be done --------------------------------------------------- */

struct cfi_stats {
	uint64_t compiled; /* pcs whose rule was made from the tables */
	uint64_t full;     /* of these, those that need a whole row each time */
	uint64_t unknown;  /* frames whose table says something we do not follow */
	uint64_t guessed;  /* frames without a table, left by their frame pointer */
};

extern struct cfi_stats cfi_stats;

#endif
