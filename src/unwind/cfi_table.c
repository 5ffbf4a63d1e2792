/*
 * The table from pc to rule: one for the process, filled by whoever meets a
 * pc first, without locks. An entry is a word that says everything, so that
 * two threads may fill one bucket at once: the worst is an entry lost.
 */
#include <errno.h>

#include "unwind/cfi.h"

uint64_t cfi_table[1 << CFI_BUCKET_BITS][CFI_WAYS] large_bss __attribute__((aligned(4096)));
struct cfi_stats cfi_stats;

/* How many flushes there were, see remember(). */
static uint32_t generation;

/* ---- a row as a rule --------------------------------------------------------- */

static bool is_at(const struct loc *loc, uint8_t base)
{
	return loc->how == LOC_AT && loc->base == base;
}

static bool is_at_off(const struct loc *loc, uint8_t base, uintptr_t off)
{
	return is_at(loc, base) && loc->off == (int32_t)off;
}

/* The caller's stack pointer is the CFA, as in all but a handful of functions. */
static bool sp_is_cfa(const struct row *row)
{
	const struct loc *sp = &row->reg[ARCH_SP];

	return sp->how == LOC_SAME || (sp->how == LOC_IS && sp->base == BASE_CFA && sp->off == 0);
}

/* The rule of an ordinary frame, or 0: no such rule is 0, its size is not. */
static uint64_t plain_rule(const struct row *row)
{
	const struct loc *cfa = &row->cfa, *fp = &row->reg[ARCH_FP], *pc = &row->reg[ARCH_RA];
	struct plain plain = {
		.cfa_off = cfa->off,
		.pc_off = pc->off,
		.fp_off = fp->off,
		.from_fp = cfa->base == ARCH_FP,
		.fp_saved = fp->how == LOC_AT,
	};
	uint32_t size, save;

	if (cfa->how != LOC_IS || (cfa->base != ARCH_SP && cfa->base != ARCH_FP))
		return 0;
	if (!is_at(pc, BASE_CFA) || (fp->how != LOC_SAME && !is_at(fp, BASE_CFA)))
		return 0;
	if (!arch_pack(&plain, &size, &save))
		return 0;
	return (uint64_t)size << RULE_SIZE_AT | (plain.from_fp ? RULE_FROM_FP : 0) |
	       (uint64_t)save << RULE_SAVE_AT | RULE_PLAIN;
}

static uint64_t realigned_rule(const struct row *row)
{
	int32_t below = -row->cfa.off;

	if (!is_at(&row->cfa, ARCH_FP) || row->cfa_add || below < 0 || below % 8 ||
	    below / 8 >= 1 << ARCH_SAVE_BITS || !is_at_off(&row->reg[ARCH_FP], ARCH_FP, 0) ||
	    !is_at_off(&row->reg[ARCH_RA], BASE_CFA, (uintptr_t)-8))
		return 0;
	return (uint64_t)below / 8 << RULE_SAVE_AT | RULE_REALIGNED;
}

static bool is_kernels(const struct row *row)
{
	return is_at_off(&row->cfa, ARCH_SP, arch_signal_offset(ARCH_SP)) && row->cfa_add == 0 &&
	       is_at_off(&row->reg[ARCH_RA], ARCH_SP, arch_signal_offset(ARCH_PC)) &&
	       is_at_off(&row->reg[ARCH_FP], ARCH_SP, arch_signal_offset(ARCH_FP));
}

static uint64_t rule_of(const struct row *row, bool is_signal)
{
	uint64_t rule;

	if (row->reg[ARCH_RA].how == LOC_UNDEFINED)
		return RULE_END;
	if (is_signal)
		return is_kernels(row) ? RULE_SIGNAL : RULE_FULL;
	if (!sp_is_cfa(row))
		return RULE_FULL;
	rule = plain_rule(row);
	if (!rule)
		rule = realigned_rule(row);
	return rule ? rule : RULE_FULL;
}

/* ---- the table --------------------------------------------------------------- */

/*
 * A flush may come between looking the row up and storing the entry, which
 * would then outlive its object. So the generation is read before the row was
 * looked up and again after the entry was stored: either we see the flush and
 * take the entry back, or the flush sees the entry (all seq_cst).
 */
static void remember(uintptr_t pc, uint64_t rule, uint32_t seen)
{
	uint64_t entry = rule | cfi_tag(pc) << RULE_TAG_AT;
	uint64_t *bucket = cfi_bucket(pc);
	uint64_t *way = &bucket[cfi_tag(pc) % CFI_WAYS];

	for (int i = 0; i < CFI_WAYS; i++) {
		if (load_relaxed(&bucket[i]) == 0) {
			way = &bucket[i];
			break;
		}
	}
	__atomic_store_n(way, entry, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&generation, __ATOMIC_SEQ_CST) != seen)
		(void)cas_acq_rel(way, &entry, 0);
}

cold uint64_t cfi_rule(uintptr_t pc)
{
	uint32_t seen = __atomic_load_n(&generation, __ATOMIC_SEQ_CST);
	uint64_t rule;
	struct row row;
	bool is_signal;
	int err;

	/* Not an address of code: past the 48 bits of an entry, or too low for its tag. */
	if (pc >> 48 || pc < ARCH_PC_MIN)
		return RULE_NONE;
	rule = cfi_lookup(pc);
	if (rule)
		return rule;
	err = cfi_row(pc, &row, &is_signal);
	rule = err ? RULE_NONE : rule_of(&row, is_signal);
	add_relaxed(&cfi_stats.compiled, 1);
	if (rule_kind(rule) == RULE_FULL)
		add_relaxed(&cfi_stats.full, 1);
	/* What is in no object may be in one that is loaded later, unannounced. */
	if (err != -ESRCH && cfi_may_remember(pc))
		remember(pc, rule, seen);
	return rule;
}

void cfi_flush(void)
{
	__atomic_fetch_add(&generation, 1, __ATOMIC_SEQ_CST);
	if (cfi_unshare())
		return;
	for (size_t i = 0; i < array_size(cfi_table); i++) {
		for (int way = 0; way < CFI_WAYS; way++) {
			if (load_relaxed(&cfi_table[i][way]))
				__atomic_store_n(&cfi_table[i][way], 0, __ATOMIC_SEQ_CST);
		}
	}
}
