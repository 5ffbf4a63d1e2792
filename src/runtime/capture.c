/* Who did it: stacks, threads, times. */
#include <sys/prctl.h>

#include "base/sys.h"
#include "model/depot.h"
#include "model/modules.h"
#include "runtime/runtime.h"

/* The thread's name, once a thread, so that reports can tell them apart. */
static cold void note_thread(void)
{
	struct ledger_thread *thread;
	char name[16] = "";

	thread = &runtime.ledger.header->threads[(unsigned int)thread_self.tid % LEDGER_THREADS];
	(void)sys_call3(SYS_prctl, PR_GET_NAME, name, 0);
	store_relaxed(&thread->tid, 0);
	__builtin_memcpy(thread->name, name, sizeof(name));
	store_release(&thread->tid, (uint32_t)thread_self.tid);
}

uint32_t capture_tid(void)
{
	if (unlikely(thread_self.tid == 0)) {
		if (runtime.sandboxed)
			return 0;
		(void)thread_tid();
		note_thread();
	}
	return (uint32_t)thread_self.tid;
}

uint32_t capture_stack(const struct call *call)
{
	unsigned int max = runtime.options.depth;
	uintptr_t pcs[max];
	uint32_t stack;
	bool is_new;
	int depth;

	depth = runtime.unwinder->capture(&call->from, pcs, (int)max);
	if (unlikely(depth <= 0))
		return 0;
	stack = depot_put(&runtime.ledger, pcs, (unsigned int)depth, &is_new);
	if (unlikely(is_new)) {
		modules_note(&runtime.ledger, pcs, (unsigned int)depth);
		if (depth == 1)
			ledger_lost(&runtime.ledger, LOST_STACKS);
	}
	return stack;
}

struct ledger_event capture_event(const struct call *call)
{
	return (struct ledger_event){
		.stack = capture_stack(call),
		.tid = capture_tid(),
		.ns = sys_now_coarse_ns(),
		.call = call->id,
		.present = 1,
	};
}

struct ledger_event event_opened(const struct ledger_slot *slot)
{
	return (struct ledger_event){
		.stack = slot->open_stack,
		.tid = slot->open_tid,
		.ns = slot->open_ns,
		.call = slot->open_call,
		.present = slot->open_stack != 0,
	};
}

struct ledger_event event_closed(const struct ledger_slot *slot)
{
	return (struct ledger_event){
		.stack = slot->close_stack,
		.tid = slot->close_tid,
		.ns = slot->close_ns,
		.call = slot->close_call,
		.present = slot->close_stack != 0,
	};
}
