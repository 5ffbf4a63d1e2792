/*
 * DWARF expressions, followed as far as they say "a register plus a
 * constant", "what is stored there" or "that plus a constant". For a known pc
 * these are all that compilers, linkers and libc write:
 *
 *	.plt            breg7 8; breg16 0; lit15; and; lit11; ge; lit3; shl; plus
 *	realigned       breg6 -8; deref         and for rbp: breg6 0
 *	trampolines     breg7 160; deref        and for rip: breg7 168
 *	hand-written    breg7 32; deref; plus_uconst 8
 */
#include "unwind/cfi.h"

#define DW_OP_deref       0x06
#define DW_OP_const1u     0x08
#define DW_OP_const1s     0x09
#define DW_OP_const2u     0x0a
#define DW_OP_const2s     0x0b
#define DW_OP_const4u     0x0c
#define DW_OP_const4s     0x0d
#define DW_OP_constu      0x10
#define DW_OP_consts      0x11
#define DW_OP_and         0x1a
#define DW_OP_minus       0x1c
#define DW_OP_plus        0x22
#define DW_OP_plus_uconst 0x23
#define DW_OP_shl         0x24
#define DW_OP_eq          0x29
#define DW_OP_ge          0x2a
#define DW_OP_gt          0x2b
#define DW_OP_le          0x2c
#define DW_OP_lt          0x2d
#define DW_OP_ne          0x2e
#define DW_OP_lit0        0x30
#define DW_OP_breg0       0x70
#define DW_OP_nop         0x96

/* base + off; with deref: (what is stored there) + add. */
struct value {
	uint8_t base;
	bool deref;
	int64_t off;
	int64_t add;
};

#define STACK_MAX 8

struct machine {
	struct value stack[STACK_MAX];
	int depth;
	uintptr_t pc;
	bool bad; /* something that we do not follow */
};

static void push(struct machine *m, uint8_t base, int64_t off)
{
	if (m->depth == STACK_MAX) {
		m->bad = true;
		return;
	}
	m->stack[m->depth++] = (struct value){ .base = base, .off = off };
}

static struct value pop(struct machine *m)
{
	if (m->depth == 0) {
		m->bad = true;
		return (struct value){ .base = BASE_NONE };
	}
	return m->stack[--m->depth];
}

static bool is_constant(const struct value *v)
{
	return v->base == BASE_NONE && !v->deref;
}

static void add(struct machine *m, struct value v, int64_t constant)
{
	int64_t *to = v.deref ? &v.add : &v.off;

	m->bad |= __builtin_add_overflow(*to, constant, to);
	push(m, v.base, v.off);
	if (!m->bad)
		m->stack[m->depth - 1] = v;
}

static void push_register(struct machine *m, unsigned int reg, int64_t off)
{
	if (reg == ARCH_PC)
		push(m, BASE_NONE, (int64_t)(m->pc + (uintptr_t)off));
	else if (reg < ARCH_REGS)
		push(m, (uint8_t)reg, off);
	else
		m->bad = true;
}

static int64_t compute(struct machine *m, uint8_t op, int64_t a, int64_t b)
{
	switch (op) {
	case DW_OP_and:
		return a & b;
	case DW_OP_shl:
		return (int64_t)((uint64_t)b > 63 ? 0 : (uint64_t)a << b);
	case DW_OP_eq:
		return a == b;
	case DW_OP_ge:
		return a >= b;
	case DW_OP_gt:
		return a > b;
	case DW_OP_le:
		return a <= b;
	case DW_OP_lt:
		return a < b;
	case DW_OP_ne:
		return a != b;
	}
	m->bad = true;
	return 0;
}

static void run_binary(struct machine *m, uint8_t op)
{
	struct value b = pop(m), a = pop(m);

	if (op == DW_OP_plus && is_constant(&b))
		add(m, a, b.off);
	else if (op == DW_OP_plus && is_constant(&a))
		add(m, b, a.off);
	else if (op == DW_OP_minus && is_constant(&b) && b.off != INT64_MIN)
		add(m, a, -b.off);
	else if (is_constant(&a) && is_constant(&b))
		push(m, BASE_NONE, compute(m, op, a.off, b.off));
	else
		m->bad = true;
}

static void run_deref(struct machine *m)
{
	struct value v = pop(m);

	m->bad |= v.deref;
	v.deref = true;
	add(m, v, 0);
}

static void run_op(struct machine *m, struct reader *in)
{
	uint8_t op = (uint8_t)read_fixed(in, 1);

	if (op >= DW_OP_lit0 && op < DW_OP_lit0 + 32) {
		push(m, BASE_NONE, op - DW_OP_lit0);
		return;
	}
	if (op >= DW_OP_breg0 && op < DW_OP_breg0 + 32) {
		push_register(m, op - DW_OP_breg0, read_sleb(in));
		return;
	}
	switch (op) {
	case DW_OP_const1u:
		push(m, BASE_NONE, (int64_t)read_fixed(in, 1));
		break;
	case DW_OP_const1s:
		push(m, BASE_NONE, (int8_t)read_fixed(in, 1));
		break;
	case DW_OP_const2u:
		push(m, BASE_NONE, (int64_t)read_fixed(in, 2));
		break;
	case DW_OP_const2s:
		push(m, BASE_NONE, (int16_t)read_fixed(in, 2));
		break;
	case DW_OP_const4u:
		push(m, BASE_NONE, (int64_t)read_fixed(in, 4));
		break;
	case DW_OP_const4s:
		push(m, BASE_NONE, (int32_t)read_fixed(in, 4));
		break;
	case DW_OP_constu:
		push(m, BASE_NONE, (int64_t)read_uleb(in));
		break;
	case DW_OP_consts:
		push(m, BASE_NONE, read_sleb(in));
		break;
	case DW_OP_plus_uconst:
		add(m, pop(m), (int64_t)read_uleb(in));
		break;
	case DW_OP_deref:
		run_deref(m);
		break;
	case DW_OP_nop:
		break;
	default:
		run_binary(m, op);
	}
}

static struct value run(struct reader in, uintptr_t pc, bool pushed, bool *bad)
{
	struct machine m = { .pc = pc };
	struct value v;

	if (pushed)
		push(&m, BASE_CFA, 0);
	while (in.p < in.end && !m.bad && !in.bad)
		run_op(&m, &in);
	v = pop(&m);
	*bad = m.bad || in.bad || v.off != (int32_t)v.off || v.add != (int32_t)v.add;
	return v;
}

struct loc cfi_address(struct reader expr, uintptr_t pc, bool pushed)
{
	bool bad;
	struct value v = run(expr, pc, pushed, &bad);

	if (bad || v.deref)
		return (struct loc){ .how = LOC_UNKNOWN };
	return (struct loc){ .how = LOC_AT, .base = v.base, .off = (int32_t)v.off };
}

struct loc cfi_value(struct reader expr, uintptr_t pc, bool pushed, int32_t *added)
{
	bool bad;
	struct value v = run(expr, pc, pushed, &bad);

	*added = (int32_t)v.add;
	if (bad)
		return (struct loc){ .how = LOC_UNKNOWN };
	return (struct loc){ .how = v.deref ? LOC_AT : LOC_IS,
			     .base = v.base,
			     .off = (int32_t)v.off };
}
