/*
 * Strangers: tasks in our memory with descriptors of their own, made by clone
 * with CLONE_VM and without CLONE_FILES. A task with thread-local memory of its
 * own, or whose parent waits for it, is marked there like a vfork child. One
 * that runs beside a thread and shares its thread-local memory is known by its
 * number alone: as long as there is one, every event asks who does it.
 */
#include "base/sys.h"
#include "runtime/alive.h"
#include "runtime/lifecycle.h"
#include "runtime/runtime.h"

#define STRANGERS 32

static uint32_t strangers[STRANGERS]; /* their numbers; 0: free */

static bool is_stranger(uint32_t tid)
{
	for (unsigned int i = 0; i < STRANGERS; i++) {
		if (load_acquire(&strangers[i]) == tid)
			return true;
	}
	return false;
}

void process_stranger_begin(bool marked)
{
	uint32_t tid, none;

	if (marked) {
		thread_self.vfork_child = 1;
		return;
	}
	if (load_acquire(&runtime.state) != RUNTIME_LIVE || runtime.sandboxed)
		return;
	alive_again();
	tid = (uint32_t)sys_gettid();
	(void)add_relaxed(&runtime.strangers, 1);
	for (unsigned int i = 0; i < STRANGERS; i++) {
		none = 0;
		if (cas_acq_rel(&strangers[i], &none, tid)) {
			alive_ask(true);
			return;
		}
	}
	/* More than we can tell apart: none is recorded from here on. */
	store_release(&runtime.state, RUNTIME_DONE);
}

void process_stranger_end(void)
{
	uint32_t tid;

	/* Before the parent's next instruction may be a signal handler's. */
	thread_self.vfork_child = 0;
	if (load_acquire(&runtime.strangers) == 0 || runtime.sandboxed)
		return;
	tid = (uint32_t)sys_gettid();
	for (unsigned int i = 0; i < STRANGERS; i++) {
		uint32_t own = tid;

		if (!cas_acq_rel(&strangers[i], &own, 0))
			continue;
		if (sub_relaxed(&runtime.strangers, 1) == 1) {
			alive_ask(false);
			/* Another one may have begun in between. */
			if (load_acquire(&runtime.strangers) > 0)
				alive_ask(true);
		}
	}
}

hot void strangers_after_fork(void)
{
	if (runtime.strangers == 0)
		return;
	for (unsigned int i = 0; i < STRANGERS; i++)
		strangers[i] = 0;
	runtime.strangers = 0;
}

bool runtime_who(void)
{
	if (load_acquire(&runtime.strangers) > 0) {
		if (runtime.sandboxed || is_stranger((uint32_t)sys_gettid()))
			return false;
		if (sys_getpid() == runtime.ledger.header->pid)
			return true;
	}
	runtime_fork_unseen();
	return load_relaxed(&runtime.state) == RUNTIME_LIVE;
}

void process_leave_alone(void)
{
	int live = RUNTIME_LIVE;

	(void)cas_acq_rel(&runtime.state, &live, RUNTIME_DONE);
}
