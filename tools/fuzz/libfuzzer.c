/*
 * The function that libFuzzer, and AFL++'s driver for such targets, call for each
 * input: -Wl,--wrap=LLVMFuzzerTestOneInput leads them here.
 */
#include <stddef.h>

#include "guard.h"

int __real_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) __attribute__((weak));
int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WARM_UP 1000

CALLS_TARGET static int call_target(const uint8_t *data, size_t size)
{
	int r = __real_LLVMFuzzerTestOneInput(data, size);

	/* The call above must not be the last thing here: its frame marks where the target begins. */
	__asm__ volatile("");
	return r;
}

/*
 * Something was left open. The same input once more: what leaves as much again is a
 * leak; what does not was opened once, and is kept.
 */
static void judge(const uint8_t *data, size_t size, struct fdw_mark mark)
{
	if (guard_is_warm_up(WARM_UP) && guard_learn()) {
		mark = fdw_mark(FDW_PROCESS);
		(void)call_target(data, size);
		if (!guard_over(&mark))
			return;
	}
	guard_fail(&mark);
}

int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fdw_mark mark = guard_begin();
	int r = call_target(data, size);

	if (__builtin_expect(guard_over(&mark), 0))
		judge(data, size, mark);
	guard_end();
	return r;
}
