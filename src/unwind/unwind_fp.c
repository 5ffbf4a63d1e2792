/*
 * The chain of frame pointers: the cheapest stack (1 to 2 ns a frame), right
 * only where all code keeps frame pointers. x86-64 and aarch64 lay the record
 * out alike: the caller's frame pointer, then the return address.
 */
#include "unwind/arch.h"
#include "unwind/unwind.h"
#include "unwind/window.h"

struct record {
	uintptr_t fp;
	uintptr_t pc;
};

static reads_stack int capture(const struct caller *from, uintptr_t *pcs, int max)
{
	/* The caller's record lies above the frame that it called. */
	uintptr_t fp = from->fp, above = from->sp;
	struct window window;
	int count = 0;

	window_open(&window, from->sp);
	pcs[count++] = from->pc;
	while (count < max && fp >= above && fp % sizeof(fp) == 0) {
		uintptr_t next, pc;

		if (!window_read(&window, fp, &next) ||
		    !window_read(&window, fp + offsetof(struct record, pc), &pc))
			break;
		pc = arch_strip(pc);
		if (pc < ARCH_PC_MIN)
			break;
		pcs[count++] = pc;
		above = fp + sizeof(struct record);
		fp = next;
	}
	return count;
}

static void flush(void)
{
}

const struct unwinder unwind_fp = {
	.name = "fp",
	.init = window_init,
	.capture = capture,
	.flush = flush,
};
