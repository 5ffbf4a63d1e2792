/* The report of a library that was linked in. */
#include "runtime/linked.h"

#include <stdio.h>

#include "base/sys.h"
#include "policy/leak.h"
#include "runtime/afl.h"
#include "runtime/alive.h"
#include "runtime/check.h"
#include "runtime/fallback.h"
#include "runtime/halt.h"
#include "runtime/runtime.h"
#include "runtime/symbolizer.h"

int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

hot bool linked_reports_early(void)
{
	return __lsan_do_recoverable_leak_check != NULL;
}

/* ---- Report ------------------------------------------------------------ */

/* A clean process is not worth another one. */
static hot bool anything_to_report(void)
{
	uint32_t at = load_acquire(&runtime.ledger.header->findings);
	const struct ledger_finding *f;
	const struct ledger_slot *slot;
	int fd = -1;

	for (; at; at = f->next) {
		f = ledger_at(&runtime.ledger, at);
		if (f->state == FINDING_VALID)
			return true;
	}
	while (runtime_checks(KIND_LEAK) && (slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (leak_is_candidate(slot->word, (unsigned int)fd))
			return true;
	}
	return runtime.options.verbose > 0;
}

static bool report(void)
{
	struct symbolizer_job job = { .to = -1 };
	bool locked;
	int r;

	if (!anything_to_report())
		return false;
	/* Now only: a clean process is not worth a look at /proc either. */
	alive_look();
	reconcile();
	if (!anything_to_report())
		return false;
	if (afl_nobody_reads())
		return true;
	locked = report_lock(false);
	r = locked ? symbolizer_run(&job) : -1;
	if (r < 0)
		r = fallback_report();
	if (locked)
		report_unlock();
	return r == 1;
}

hot void linked_report(void)
{
	if (exchange_acq_rel(&runtime.reported, true))
		return;
	thread_self.busy = 1;
	runtime.errors_found = report();
	thread_self.busy = 0;
}

hot void linked_end(int status, bool flush)
{
	/* A handler of the program's own ends what was halted: libFuzzer's saves the input first. */
	if (!runtime.errors_found || load_acquire(&runtime.halting))
		return;
	if (runtime.options.abort_on_error)
		halt_by_abort();
	if (status != 0 || !runtime.options.exitcode)
		return;
	if (flush)
		(void)fflush(NULL);
	(void)sys_call3(SYS_exit_group, (int)runtime.options.exitcode, 0, 0);
}
