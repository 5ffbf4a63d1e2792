/*
 * AFL++'s persistent mode: a program's `while (__AFL_LOOP(n))` asks
 * __afl_persistent_loop for each input; -Wl,--wrap=__afl_persistent_loop leads it here.
 * AFL++'s driver has that loop too, round LLVMFuzzerTestOneInput: then what is left to
 * be found here is what the driver itself leaves.
 */
#include <stddef.h>

#include "guard.h"

int __real___afl_persistent_loop(unsigned int count);
int __wrap___afl_persistent_loop(unsigned int count);

static struct fdw_mark mark;
static bool inside;

static void end_input(void)
{
	if (!inside)
		return;
	if (guard_over(&mark)) {
		/* Nobody can ask for the same input again: what is kept must be opened before the loop. */
		if (!guard_is_warm_up(0) || !guard_learn())
			guard_fail(&mark);
	}
	guard_end();
	inside = false;
}

int __wrap___afl_persistent_loop(unsigned int count)
{
	int r;

	end_input();
	r = __real___afl_persistent_loop(count);
	if (r) {
		mark = guard_begin();
		inside = true;
	}
	return r;
}
