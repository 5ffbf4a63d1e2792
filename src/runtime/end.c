/*
 * The end of a process. Under `fdwarden run` the ledger is a file, and nothing
 * need be done here for the report to be made: what is added is only what the
 * process alone can know, the truth about what is open.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/objects.h"
#include "base/sys.h"
#include "model/modules.h"
#include "runtime/files.h"
#include "runtime/lifecycle.h"
#include "runtime/linked.h"
#include "runtime/hold.h"
#include "runtime/runtime.h"
#include "unwind/stack_cache.h"
#include "unwind/window.h"

/* ---- Ends -------------------------------------------------------------- */

hot void end_note(enum process_end how, int code)
{
	struct ledger_header *h = runtime.ledger.header;

	h->end_code = code;
	h->end_ns = sys_now_coarse_ns();
	store_release(&h->end_how, how);
}

static bool reports_itself(void)
{
	return !runtime.in_file;
}

/*
 * False in a process that shares our memory, as a child of clone(CLONE_VM) does,
 * and that of posix_spawn, which in a static program ends through our _exit.
 */
static bool is_ours(void)
{
	return runtime.sandboxed || sys_getpid() == runtime.pid;
}

/* A library that reports itself looks when there is something to report: see linked_report. */
static void reconcile_for_command(void)
{
	if (!reports_itself())
		reconcile();
}

hot void process_ending(int status)
{
	if (!runtime_enter() || !is_ours())
		return;
	tell_waiting(true);
	reconcile_for_command();
	end_note(END_EXIT, status & 0xff);
	if (reports_itself()) {
		linked_report();
		linked_end(status, false);
	}
}

void process_ending_by_signal(int signal)
{
	if (!runtime_enter() || !is_ours())
		return;
	tell_waiting(true);
	reconcile_for_command();
	end_note(END_SIGNAL, signal);
	if (reports_itself())
		linked_report();
}

/* For process_finish. */
void process_exiting(int status)
{
	runtime.exit_status = status & 0xff;
}

/*
 * Runs after the program's own atexit handlers and after all destructors, but
 * before LeakSanitizer's handler, which may end the process.
 */
static hot void at_exit(int status, void *ctx)
{
	(void)ctx;
	if (!runtime_enter())
		return;
	tell_waiting(true);
	reconcile_for_command();
	end_note(END_EXIT, status & 0xff);
	if (!reports_itself())
		return;
	linked_report();
	if (!linked_reports_early())
		linked_end(status, true);
}

static int quick_exit_status;

static void at_quick(void)
{
	process_ending(quick_exit_status);
}

void process_quick_exit(int status)
{
	quick_exit_status = status;
}

hot bool process_reports_early(void)
{
	return linked_reports_early();
}

#ifndef FDWARDEN_OTHER_LIBC

static bool exit_is_told;

/* at_exit is given the status, and there is no need to note it. */
static bool at_exit_reports(void)
{
	return exit_is_told && !linked_reports_early();
}

static void note_status(int status, void *ctx)
{
	(void)ctx;
	process_exiting(status);
}

hot void process_at_main(void)
{
	if (load_acquire(&runtime.state) == RUNTIME_LIVE && !at_exit_reports())
		(void)on_exit(note_status, NULL);
}

void process_before_main(void)
{
	if (load_acquire(&runtime.state) != RUNTIME_LIVE)
		return;
	exit_is_told = on_exit(at_exit, NULL) == 0;
	(void)at_quick_exit(at_quick);
}

hot void process_finish(void)
{
	if (!runtime_enter() || !reports_itself())
		return;
	if (at_exit_reports())
		return;
	linked_report();
	linked_end(runtime.exit_status, true);
}

#else	/* on_exit is glibc's: here the last destructor is the end */

hot void process_at_main(void)
{
}

void process_before_main(void)
{
	if (load_acquire(&runtime.state) == RUNTIME_LIVE)
		(void)at_quick_exit(at_quick);
}

void process_finish(void)
{
	at_exit(runtime.exit_status, NULL);
}

#endif

void process_child_ended(int pid, int wait_status)
{
	if (pid > 0 && WIFSIGNALED(wait_status) && runtime_enter() && !runtime.sandboxed)
		files_note_killed(pid, WTERMSIG(wait_status));
}

#define LAST_GROWTH_BYTES ((uint64_t)1 << 20)

/* ---- exec -------------------------------------------------------------- */

void process_exec_begin(void)
{
	bool ours = runtime_enter();

	thread_self.vfork_exec = thread_self.vfork_child;
	thread_self.vfork_child = 0;
	if (!ours)
		return;
	/* What a forked child closes before it execs was not for its own sake. */
	if (runtime.forked) {
		findings_put_aside(&runtime.ledger, KIND_DOUBLE_CLOSE);
		findings_put_aside(&runtime.ledger, KIND_OWNER_MISMATCH);
	} else {
		tell_waiting(true);
	}
	end_note(END_EXEC, 0);
}

void process_exec_failed(void)
{
	thread_self.vfork_child = thread_self.vfork_exec;
	if (!runtime_enter())
		return;
	findings_bring_back(&runtime.ledger);
	end_note(END_UNKNOWN, 0);
}

/* Room for what comes; mmap and fallocate may be what the filter kills for. */
static void ledger_last_growth(void)
{
	struct ledger *ledger = &runtime.ledger;
	/* Not ledger_take(): without it no record is lost yet. */
	uint32_t at = arena_take(&ledger->arena, &ledger->header->used_bytes, LAST_GROWTH_BYTES);
	uint64_t end = at + LAST_GROWTH_BYTES;

	if (at)
		(void)cas_acq_rel(&ledger->header->used_bytes, &end, (uint64_t)at);
	ledger->arena.reserved_bytes = load_acquire(&ledger->arena.mapped_bytes);
}

void process_before_sandbox(void)
{
	if (!runtime_enter())
		return;
	(void)hold_evict(true);
	runtime.quarantine.most = 0;
	ledger_last_growth();
	window_sandboxed();
	objects_sandboxed();
	runtime.ledger.sandboxed = true;
	runtime.sandboxed = true;
}

void process_addresses_limited(void)
{
	if (runtime_enter() && !runtime.sandboxed)
		arena_addresses_limited(&runtime.ledger.arena);
}

void process_before_file_limit(void)
{
	if (runtime_enter() && !runtime.sandboxed)
		arena_before_file_limit(&runtime.ledger.arena);
}

bool process_is_sandboxed(void)
{
	return runtime.sandboxed;
}

void process_unloaded(void)
{
	if (!runtime_enter())
		return;
	objects_flush();
	modules_changed(&runtime.ledger);
	runtime.unwinder->flush();
	stack_cache_flush();
	capture_unloaded();
}

void process_before_user(unsigned int uid)
{
	if (uid == (unsigned int)-1 || !runtime_enter())
		return;
	files_share_with(uid, (unsigned int)sys_call3(SYS_getegid, 0, 0, 0));
}
