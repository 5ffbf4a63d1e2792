/*
 * Our own walker over .eh_frame. Each frame is left by the rule of its pc; the
 * loop that does so for ordinary frames calls nothing and costs about 5 ns a
 * frame. Everything else is a step of its own below.
 *
 * A walker follows pc, sp and fp only. Where a frame needs another register,
 * the kernel's frame of the last signal has them all, and the frames since
 * are walked again with all registers (step_full).
 */
#include <errno.h>

#include "unwind/cfi.h"
#include "unwind/unwind.h"

struct walk {
	uintptr_t pc, sp, fp;
	/* ARCH_BACK: pc is a return address, its call is before it. 0: pc was interrupted. */
	uintptr_t back;
	struct window window;

	uintptr_t *pcs;
	int count;
	int max;

	/* The kernel's frame of the last signal that was crossed, and the index of its pc. */
	uintptr_t signal_sp;
	int signal_frame; /* 0: none */
};

/* Notes the caller and goes to it. False, and nothing changed, if it cannot be one. */
static bool enter(struct walk *w, uintptr_t pc, uintptr_t sp, uintptr_t fp)
{
	pc = arch_strip(pc);
	/* No frame is empty, but one that was interrupted may not be there yet, or any more. */
	if (pc < ARCH_PC_MIN || sp < w->sp || (sp == w->sp && w->back))
		return false;
	w->pc = pc;
	w->sp = sp;
	w->fp = fp;
	w->back = ARCH_BACK;
	w->pcs[w->count++] = pc;
	return true;
}

/* All frames that have a plain rule in the table and lie inside the window. */
static must_inline reads_stack void walk_plain(struct walk *w)
{
	const struct window window = w->window;
	uintptr_t pc = w->pc, sp = w->sp, fp = w->fp, back = w->back;
	uintptr_t *to = w->pcs + w->count, *end = w->pcs + w->max;

	while (to < end) {
		uint64_t rule = cfi_lookup(pc - back);
		uint64_t size = rule_size(rule), save = rule_save(rule);
		uintptr_t base = rule & RULE_FROM_FP ? fp : sp;
		uintptr_t cfa = arch_cfa_at(base, size);
		uintptr_t pc_at = arch_pc_at(base, cfa, size, save);
		uintptr_t fp_at = arch_fp_saved(save) ? arch_fp_at(pc_at, cfa, save) : pc_at;
		uintptr_t next_pc, next_fp;

		/* No rule, 0, has size 0: then cfa is sp. */
		if (unlikely(rule_kind(rule) != RULE_PLAIN || cfa <= sp))
			break;
		if (unlikely(!window_holds(&window, pc_at) || !window_holds(&window, fp_at)))
			break;
		next_pc = arch_strip(*(const stack_word *)pc_at);
		next_fp = *(const stack_word *)fp_at;
		if (unlikely(next_pc < ARCH_PC_MIN))
			break;
		pc = next_pc;
		sp = cfa;
		fp = arch_fp_saved(save) ? next_fp : fp;
		back = ARCH_BACK;
		*to++ = pc;
	}
	w->pc = pc;
	w->sp = sp;
	w->fp = fp;
	w->back = back;
	w->count = (int)(to - w->pcs);
}

/* The same for one frame, where the window has to grow first. */
static bool step_plain(struct walk *w, uint64_t rule)
{
	uint64_t size = rule_size(rule), save = rule_save(rule);
	uintptr_t base = rule & RULE_FROM_FP ? w->fp : w->sp;
	uintptr_t cfa = arch_cfa_at(base, size);
	uintptr_t pc_at = arch_pc_at(base, cfa, size, save);
	uintptr_t pc, fp = w->fp;

	if (!window_read(&w->window, pc_at, &pc))
		return false;
	if (arch_fp_saved(save) && !window_read(&w->window, arch_fp_at(pc_at, cfa, save), &fp))
		return false;
	return enter(w, pc, cfa, fp);
}

static bool step_realigned(struct walk *w, uint64_t rule)
{
	uintptr_t cfa, pc, fp;

	return window_read(&w->window, w->fp - 8 * rule_save(rule), &cfa) &&
	       window_read(&w->window, cfa - 8, &pc) && window_read(&w->window, w->fp, &fp) &&
	       enter(w, pc, cfa, fp);
}

/* To what a signal interrupted, which may be on any stack. */
static bool step_signal(struct walk *w)
{
	uintptr_t pc, sp, fp, frame = w->sp;

	if (!window_read(&w->window, frame + arch_signal_offset(ARCH_PC), &pc) ||
	    !window_read(&w->window, frame + arch_signal_offset(ARCH_SP), &sp) ||
	    !window_read(&w->window, frame + arch_signal_offset(ARCH_FP), &fp))
		return false;
	w->sp = 0;
	w->signal_sp = frame;
	w->signal_frame = w->count;
	if (!enter(w, pc, sp, fp))
		return false;
	w->back = 0;
	return true;
}

/* All registers of the frame that w is in, from those at the last signal. */
static bool replay(struct walk *w, struct regs *regs)
{
	bool is_signal;

	if (!w->signal_frame)
		return false;
	regs->known = 0;
	for (unsigned int reg = 0; reg < ARCH_REGS; reg++) {
		if (!window_read(&w->window, w->signal_sp + arch_signal_offset(reg),
				 &regs->value[reg]))
			return false;
		regs->known |= 1ul << reg;
	}
	for (int i = w->signal_frame; i < w->count - 1; i++) {
		uintptr_t back = i > w->signal_frame ? ARCH_BACK : 0;

		if (!cfi_step(&w->window, regs, regs->value[ARCH_PC] - back, &is_signal))
			return false;
	}
	return regs->value[ARCH_PC] == w->pc && regs->value[ARCH_SP] == w->sp;
}

static bool step_full(struct walk *w)
{
	struct regs regs = { .known = 1ul << ARCH_FP | 1ul << ARCH_SP | 1ul << ARCH_PC };
	uintptr_t at = w->pc - w->back;
	bool is_signal;

	regs.value[ARCH_FP] = w->fp;
	regs.value[ARCH_SP] = w->sp;
	regs.value[ARCH_PC] = w->pc;
	if (!cfi_step(&w->window, &regs, at, &is_signal) &&
	    !(replay(w, &regs) && cfi_step(&w->window, &regs, at, &is_signal)))
		return false;
	if (!(regs.known >> ARCH_FP & 1))
		regs.value[ARCH_FP] = 0;
	if (!enter(w, regs.value[ARCH_PC], regs.value[ARCH_SP], regs.value[ARCH_FP]))
		return false;
	w->back = is_signal ? 0 : ARCH_BACK;
	return true;
}

static bool has_table(uintptr_t pc)
{
	return rule_kind(cfi_rule(pc - ARCH_BACK)) != RULE_NONE;
}

/* In code without a table that was interrupted before it made a frame. */
static bool step_leaf(struct walk *w)
{
	uintptr_t at = ARCH_FRAME_MIN ? w->sp : w->signal_sp + arch_signal_offset(ARCH_RA), pc;

	return !w->back && w->signal_frame == w->count - 1 && window_read(&w->window, at, &pc) &&
	       has_table(arch_strip(pc)) && enter(w, pc, w->sp + ARCH_FRAME_MIN, w->fp);
}

/*
 * Through code without a table (a JIT's) by its frame pointers. Only a chain
 * that comes back to code with a table is believed, and only on this stack: a
 * coroutine may begin with the frame pointer of another one.
 */
#define GUESS_BYTES (1ul << 20)

static bool step_guess(struct walk *w)
{
	uintptr_t fp = w->fp, above = w->sp, next, pc;
	int count = w->count;

	while (count < w->max && fp - above < GUESS_BYTES && fp % sizeof(fp) == 0 &&
	       window_read(&w->window, fp, &next) &&
	       window_read(&w->window, fp + sizeof(fp), &pc)) {
		pc = arch_strip(pc);
		above = fp + 2 * sizeof(fp);
		if (has_table(pc)) {
			w->count = count;
			w->back = ARCH_BACK;
			return enter(w, pc, above, next);
		}
		w->pcs[count++] = pc;
		fp = next;
	}
	return false;
}

static bool step_none(struct walk *w)
{
	uintptr_t code;

	/*
	 * A return address that is the first of its function was put there, not
	 * pushed by a call: a trampoline's, or the end (what makecontext does).
	 */
	if (w->back && has_table(w->pc + w->back))
		return rule_kind(cfi_rule(w->pc)) == RULE_SIGNAL && step_signal(w);
	add_relaxed(&cfi_stats.guessed, 1);
	window_distrust(&w->window);
	if (window_read(&w->window, w->pc, &code) && code == ARCH_TRAMPOLINE)
		return step_signal(w);
	return step_leaf(w) || step_guess(w);
}

/* One frame of any kind. False at the end of the stack. */
static bool step(struct walk *w)
{
	uint64_t rule = cfi_rule(w->pc - w->back);

	switch (rule_kind(rule)) {
	case RULE_PLAIN:
		return step_plain(w, rule);
	case RULE_REALIGNED:
		return step_realigned(w, rule);
	case RULE_SIGNAL:
		return step_signal(w);
	case RULE_FULL:
		return step_full(w);
	case RULE_NONE:
		return step_none(w);
	case RULE_END:
		break;
	}
	return false;
}

static int capture(const struct caller *from, uintptr_t *pcs, int max)
{
	struct walk w = {
		.pc = from->pc,
		.sp = from->sp,
		.fp = from->fp,
		.back = ARCH_BACK,
		.pcs = pcs,
		.count = 1,
		.max = max,
	};

	window_open(&w.window, from->sp);
	pcs[0] = from->pc;
	do
		walk_plain(&w);
	while (w.count < max && step(&w));
	return w.count;
}

const struct unwinder unwind_cfi = {
	.name = "cfi",
	.init = window_init,
	.capture = capture,
	.flush = cfi_flush,
	.share = cfi_share,
	.by_tables = true,
};
