/*
 * The program of an FDE, run up to one pc: DW_CFA instructions (DWARF 5,
 * section 6.4.2, and LSB 5.0 for the GNU ones) into a row.
 */
#include <errno.h>
#include <string.h>

#include "unwind/cfi.h"

/* The three with an operand in their low six bits. */
#define DW_CFA_advance_loc 0x40
#define DW_CFA_offset      0x80
#define DW_CFA_restore     0xc0

enum {
	DW_CFA_nop,
	DW_CFA_set_loc,
	DW_CFA_advance_loc1,
	DW_CFA_advance_loc2,
	DW_CFA_advance_loc4,
	DW_CFA_offset_extended,
	DW_CFA_restore_extended,
	DW_CFA_undefined,
	DW_CFA_same_value,
	DW_CFA_register,
	DW_CFA_remember_state,
	DW_CFA_restore_state,
	DW_CFA_def_cfa,
	DW_CFA_def_cfa_register,
	DW_CFA_def_cfa_offset,
	DW_CFA_def_cfa_expression,
	DW_CFA_expression,
	DW_CFA_offset_extended_sf,
	DW_CFA_def_cfa_sf,
	DW_CFA_def_cfa_offset_sf,
	DW_CFA_val_offset,
	DW_CFA_val_offset_sf,
	DW_CFA_val_expression,
	DW_CFA_AARCH64_negate_ra_state = 0x2d, /* we strip every return address */
	DW_CFA_GNU_args_size = 0x2e,
	DW_CFA_GNU_negative_offset_extended = 0x2f,
};

/* Compilers nest these once. Each is a row on the stack of whoever calls us. */
#define SAVED_MAX 4

struct machine {
	struct reader in;
	const struct fde *fde;
	uintptr_t pc;   /* the row that is wanted */
	uintptr_t here; /* the row that is being made */
	bool bad;
	int saved_count;
	struct row row;
	struct row initial; /* what the CIE's program left */
	struct row saved[SAVED_MAX];
};

static int32_t narrow(struct machine *m, int64_t value)
{
	m->bad |= value != (int32_t)value;
	return (int32_t)value;
}

/* Registers that we do not know (vectors) may be described; nobody asks for them. */
static void set_reg(struct machine *m, uint64_t reg, struct loc loc)
{
	if (reg < ARCH_REGS)
		m->row.reg[reg] = loc;
}

/* In units of the CIE's data alignment. */
static int64_t factored(struct machine *m, int64_t value)
{
	int64_t product;

	m->bad |= __builtin_mul_overflow(value, m->fde->data_align, &product);
	return product;
}

static void set_at_cfa(struct machine *m, uint64_t reg, enum loc_how how, int64_t units)
{
	int32_t off = narrow(m, factored(m, units));

	set_reg(m, reg, (struct loc){ .how = (uint8_t)how, .base = BASE_CFA, .off = off });
}

static void restore(struct machine *m, uint64_t reg)
{
	if (reg < ARCH_REGS)
		m->row.reg[reg] = m->initial.reg[reg];
}

static void set_cfa(struct machine *m, uint64_t reg, int64_t off)
{
	m->bad |= reg >= ARCH_REGS;
	m->row.cfa = (struct loc){ .how = LOC_IS, .base = (uint8_t)reg, .off = narrow(m, off) };
	m->row.cfa_add = 0;
}

static void set_cfa_offset(struct machine *m, int64_t off)
{
	m->bad |= m->row.cfa.how != LOC_IS;
	m->row.cfa.off = narrow(m, off);
}

static void advance(struct machine *m, uint64_t units)
{
	m->here += units * m->fde->code_align;
}

static struct reader read_block(struct reader *in)
{
	uint64_t size = read_uleb(in);
	struct reader block = *in;

	read_skip(in, size);
	block.end = in->p;
	return block;
}

static void run_expression(struct machine *m, uint8_t op)
{
	uint64_t reg = op == DW_CFA_def_cfa_expression ? 0 : read_uleb(&m->in);
	struct reader block = read_block(&m->in);
	int32_t add;
	struct loc loc;

	if (op == DW_CFA_def_cfa_expression) {
		m->row.cfa = cfi_value(block, m->pc, false, &m->row.cfa_add);
	} else if (op == DW_CFA_expression) {
		set_reg(m, reg, cfi_address(block, m->pc, true));
	} else {
		loc = cfi_value(block, m->pc, true, &add);
		if (add)
			loc.how = LOC_UNKNOWN;
		set_reg(m, reg, loc);
	}
}

static void run_state(struct machine *m, uint8_t op)
{
	if (op == DW_CFA_remember_state && m->saved_count < SAVED_MAX)
		m->saved[m->saved_count++] = m->row;
	else if (op == DW_CFA_restore_state && m->saved_count > 0)
		m->row = m->saved[--m->saved_count];
	else
		m->bad = true;
}

static bool is_about_register(uint8_t op)
{
	switch (op) {
	case DW_CFA_undefined:
	case DW_CFA_same_value:
	case DW_CFA_register:
	case DW_CFA_restore_extended:
	case DW_CFA_offset_extended:
	case DW_CFA_offset_extended_sf:
	case DW_CFA_val_offset:
	case DW_CFA_val_offset_sf:
	case DW_CFA_GNU_negative_offset_extended:
		return true;
	}
	return false;
}

static void run_register(struct machine *m, uint8_t op)
{
	uint64_t reg = read_uleb(&m->in), other;

	switch (op) {
	case DW_CFA_undefined:
		set_reg(m, reg, (struct loc){ .how = LOC_UNDEFINED });
		break;
	case DW_CFA_same_value:
		set_reg(m, reg, (struct loc){ .how = LOC_SAME });
		break;
	case DW_CFA_restore_extended:
		restore(m, reg);
		break;
	case DW_CFA_offset_extended:
		set_at_cfa(m, reg, LOC_AT, (int64_t)read_uleb(&m->in));
		break;
	case DW_CFA_GNU_negative_offset_extended:
		set_at_cfa(m, reg, LOC_AT, (int64_t)(0 - read_uleb(&m->in)));
		break;
	case DW_CFA_offset_extended_sf:
		set_at_cfa(m, reg, LOC_AT, read_sleb(&m->in));
		break;
	case DW_CFA_val_offset:
		set_at_cfa(m, reg, LOC_IS, (int64_t)read_uleb(&m->in));
		break;
	case DW_CFA_val_offset_sf:
		set_at_cfa(m, reg, LOC_IS, read_sleb(&m->in));
		break;
	case DW_CFA_register:
		other = read_uleb(&m->in);
		m->bad |= other >= ARCH_REGS;
		set_reg(m, reg, (struct loc){ .how = LOC_IS, .base = (uint8_t)other });
		break;
	}
}

/* False if it is not one of these. */
static bool run_cfa(struct machine *m, uint8_t op)
{
	uint64_t reg;

	switch (op) {
	case DW_CFA_def_cfa:
		reg = read_uleb(&m->in);
		set_cfa(m, reg, (int64_t)read_uleb(&m->in));
		break;
	case DW_CFA_def_cfa_sf:
		reg = read_uleb(&m->in);
		set_cfa(m, reg, factored(m, read_sleb(&m->in)));
		break;
	case DW_CFA_def_cfa_register:
		m->bad |= m->row.cfa.how != LOC_IS;
		set_cfa(m, read_uleb(&m->in), m->row.cfa.off);
		break;
	case DW_CFA_def_cfa_offset:
		set_cfa_offset(m, (int64_t)read_uleb(&m->in));
		break;
	case DW_CFA_def_cfa_offset_sf:
		set_cfa_offset(m, factored(m, read_sleb(&m->in)));
		break;
	default:
		return false;
	}
	return true;
}

static void run_extended(struct machine *m, uint8_t op)
{
	switch (op) {
	case DW_CFA_nop:
	case DW_CFA_AARCH64_negate_ra_state:
		break;
	case DW_CFA_GNU_args_size:
		(void)read_uleb(&m->in);
		break;
	case DW_CFA_advance_loc1:
		advance(m, read_fixed(&m->in, 1));
		break;
	case DW_CFA_advance_loc2:
		advance(m, read_fixed(&m->in, 2));
		break;
	case DW_CFA_advance_loc4:
		advance(m, read_fixed(&m->in, 4));
		break;
	case DW_CFA_remember_state:
	case DW_CFA_restore_state:
		run_state(m, op);
		break;
	case DW_CFA_def_cfa_expression:
	case DW_CFA_expression:
	case DW_CFA_val_expression:
		run_expression(m, op);
		break;
	default:
		if (is_about_register(op))
			run_register(m, op);
		else if (!run_cfa(m, op))
			m->bad = true; /* also DW_CFA_set_loc: no compiler writes it here */
	}
}

/* Runs until the row of a later pc begins. */
static void run(struct machine *m, struct reader program)
{
	m->in = program;
	while (m->in.p < m->in.end && !m->bad && !m->in.bad && m->here <= m->pc) {
		uint8_t op = (uint8_t)read_fixed(&m->in, 1);

		switch (op & 0xc0) {
		case DW_CFA_advance_loc:
			advance(m, op & 0x3f);
			break;
		case DW_CFA_offset:
			set_at_cfa(m, op & 0x3f, LOC_AT, (int64_t)read_uleb(&m->in));
			break;
		case DW_CFA_restore:
			restore(m, op & 0x3f);
			break;
		default:
			run_extended(m, op);
		}
	}
	m->bad |= m->in.bad;
}

int cfi_row(uintptr_t pc, struct row *row, bool *is_signal)
{
	struct machine m;
	struct fde fde;
	int err = cfi_find(pc, &fde);

	if (err)
		return err;
	m.fde = &fde;
	m.pc = pc;
	m.here = fde.start;
	m.bad = false;
	m.saved_count = 0;
	memset(&m.row, 0, sizeof(m.row));
	m.row.cfa.how = LOC_UNKNOWN;
	m.initial = m.row;
	run(&m, fde.initial);
	m.initial = m.row;
	run(&m, fde.program);
	if (m.bad || m.row.cfa.how == LOC_UNKNOWN) {
		add_relaxed(&cfi_stats.unknown, 1);
		return -ENOENT;
	}
	*row = m.row;
	*is_signal = fde.is_signal;
	return 0;
}
