/* Who did it: stacks, threads, times. */
#include <sys/prctl.h>

#include "base/sys.h"
#include "model/depot.h"
#include "model/modules.h"
#include "runtime/runtime.h"
#include "unwind/interp.h"
#include "unwind/stack_cache.h"

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

cold uint32_t capture_new_tid(void)
{
	if (runtime.sandboxed)
		return 0;
	(void)thread_tid();
	note_thread();
	return (uint32_t)thread_self.tid;
}

/* A stack runs through objects that were not known: is one an interpreter? */
static cold bool found_interpreter(const uintptr_t *pcs, unsigned int depth)
{
	const struct interpreter *found;
	struct object object = { 0 };

	if (!runtime.options.python || load_relaxed(&runtime.interpreter))
		return false;
	for (unsigned int i = 0; i < depth; i++) {
		if (pcs[i] - object.start < object.end - object.start ||
		    !object_find(pcs[i], &object))
			continue;
		found = interp_in(&runtime.ledger, &object);
		if (!found)
			continue;
		store_relaxed(&runtime.interpreter_at, object.start);
		store_release(&runtime.interpreter, found);
		return true;
	}
	return false;
}

void capture_unloaded(void)
{
	uintptr_t at = load_relaxed(&runtime.interpreter_at);
	struct object object;

	if (!load_relaxed(&runtime.interpreter) ||
	    (object_find(at, &object) && object.start == at))
		return;
	store_relaxed(&runtime.interpreter, NULL);
}

/* The native frames alone are kept: an interpreter's differ where those are the same. */
static void keep_native(const struct call *call, const uintptr_t *pcs, unsigned int native,
			uint32_t generation)
{
	bool is_new;
	uint32_t stack = depot_put(&runtime.ledger, pcs, native, &is_new);

	if (stack)
		(void)stack_cache_keep(&call->from, pcs, (int)native, (int)runtime.options.depth,
				       stack, generation);
}

/* `kept`: the stack of the native frames, if the cache has it. */
static never_inline uint32_t walk_stack(const struct call *call, uint32_t kept)
{
	const struct interpreter *interpreter = load_acquire(&runtime.interpreter);
	uint32_t stack, generation = stack_cache_generation();
	unsigned int max = runtime.options.depth, depth;
	uintptr_t pcs[max + INTERP_FRAMES_MAX];
	bool is_new;
	int native;

	if (kept)
		native = (int)depot_pcs(&runtime.ledger, kept, pcs, max);
	else
		native = runtime.unwinder->capture(&call->from, pcs, (int)max);
	if (unlikely(native <= 0))
		return 0;
	depth = (unsigned int)native;
	if (unlikely(interpreter))
		depth += (unsigned int)interpreter->capture(&runtime.ledger, pcs + depth,
							    INTERP_FRAMES_MAX);
	if (kept && depth == (unsigned int)native)
		return kept;
	stack = depot_put(&runtime.ledger, pcs, depth, &is_new);
	if (unlikely(is_new)) {
		if (modules_note(&runtime.ledger, pcs, (unsigned int)native) &&
		    found_interpreter(pcs, (unsigned int)native))
			return walk_stack(call, 0);
		if (depth == 1)
			ledger_lost(&runtime.ledger, LOST_STACKS);
	} else if (kept && stack) {
		interpreter->keep(&runtime.ledger, kept, pcs + native, (int)depth - native, stack,
				  generation);
	}
	if (!kept && (interpreter || !is_new) && runtime.caches && stack_cache_due(&call->from))
		keep_native(call, pcs, (unsigned int)native, generation);
	return stack;
}

hot uint32_t capture_other_stack(const struct call *call, uint32_t kept)
{
	const struct interpreter *interpreter = load_acquire(&runtime.interpreter);
	uint32_t stack;

	if (runtime.unread)
		return 0;
	if (!kept || !interpreter)
		return kept ? kept : walk_stack(call, 0);
	stack = interpreter->find(kept);
	return likely(stack) ? stack : walk_stack(call, kept);
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
