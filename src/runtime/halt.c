/* The end of the program for the first error. */
#include "runtime/halt.h"

#include <signal.h>

#include "base/sys.h"
#include "runtime/linked.h"
#include "runtime/runtime.h"

#define KERNEL_SIGNAL_BYTES 8	/* of its sigset_t */

/* As the kernel has it; all zero is the default action. */
struct kernel_action {
	unsigned long handler, flags, restorer, mask;
};

static void raise_abort(void)
{
	(void)sys_call3(SYS_tgkill, sys_getpid(), sys_gettid(), SIGABRT);
}

_Noreturn void halt_by_abort(void)
{
	static const struct kernel_action by_default;
	uint64_t mask = 1ull << (SIGABRT - 1);

	(void)sys_call6(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&mask, 0, KERNEL_SIGNAL_BYTES, 0, 0);
	raise_abort();
	(void)sys_call6(SYS_rt_sigaction, SIGABRT, (long)&by_default, 0, KERNEL_SIGNAL_BYTES, 0, 0);
	raise_abort();
	for (;;)
		(void)sys_call3(SYS_exit_group, 128 + SIGABRT, 0, 0);
}

/* exitcode=0 keeps the program's own status, and here is none. */
static int halt_status(void)
{
	return runtime.options.exitcode ? (int)runtime.options.exitcode : 1;
}

void halt_for_error(bool fatal)
{
	bool aborts = fatal || runtime.options.abort_on_error;

	if (!aborts && !runtime.options.halt_on_error)
		return;
	if (exchange_acq_rel(&runtime.halting, 1) == 1)
		return;
	/* What is open now is no leak: the program was not let to close it. */
	runtime.options.checks &= ~(1u << KIND_LEAK);
	runtime.ledger.header->checks = runtime.options.checks;
	end_note(aborts ? END_SIGNAL : END_EXIT, aborts ? SIGABRT : halt_status());
	if (!runtime.in_file)
		linked_report();
	if (aborts)
		halt_by_abort();
	(void)sys_call3(SYS_exit_group, halt_status(), 0, 0);
}
