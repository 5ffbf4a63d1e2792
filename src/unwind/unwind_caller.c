/* The back end that asks nothing: the caller alone. */
#include "unwind/unwind.h"

static int init(void)
{
	return 0;
}

static int capture(const struct caller *from, uintptr_t *pcs, int max)
{
	(void)max;
	pcs[0] = from->pc;
	return 1;
}

static void flush(void)
{
}

const struct unwinder unwind_caller = {
	.name = "caller",
	.init = init,
	.capture = capture,
	.flush = flush,
};
