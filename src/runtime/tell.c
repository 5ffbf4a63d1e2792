/*
 * Findings are told while the program runs: to its callback, and to the
 * options that end it for the first error.
 *
 * One that a close made may be part of a close-all, which is none, and that
 * shows some closes later; in a forked child it may turn out that the child
 * execs. Such a finding waits: it is told when its thread does something else,
 * in a forked child at the end.
 */
#include <errno.h>

#include "policy/closeall.h"
#include "policy/kinds.h"
#include "runtime/halt.h"
#include "runtime/runtime.h"

static bool somebody_listens(void)
{
	return load_acquire(&runtime.on_finding) || runtime.options.abort_on_error ||
	       runtime.options.halt_on_error || owner_level_get() == OWNER_FATAL;
}

static void call_back(const struct ledger_finding *f)
{
	void (*on_finding)(const struct ledger_finding *) = load_acquire(&runtime.on_finding);
	int saved = errno;

	if (!on_finding || thread_self.telling)
		return;
	thread_self.telling = 1;
	on_finding(f);
	thread_self.telling = 0;
	errno = saved;
}

static void tell(struct ledger_finding *f)
{
	if (load_acquire(&f->state) != FINDING_VALID || (f->flags & FINDING_TOLD))
		return;
	f->flags |= FINDING_TOLD;
	call_back(f);
	if (kind_severity(f->kind) == SEVERITY_ERROR)
		halt_for_error(f->kind == KIND_OWNER_MISMATCH && owner_level_get() == OWNER_FATAL);
}

/* What a run of closes makes, or one of looks, may be taken back. */
static bool may_be_taken_back(enum finding_kind kind)
{
	switch (kind) {
	case KIND_DOUBLE_CLOSE:
	case KIND_OWNER_MISMATCH:
		return thread_self.run.length > 0 || runtime.forked;
	case KIND_BAD_DESCRIPTOR:
		return thread_self.run.length > 0 || thread_self.looks.length > 0 ||
		       runtime.forked;
	case KIND_USE_AFTER_CLOSE:
		return thread_self.looks.length > 0;
	default:
		return false;
	}
}

void tell_finding(uint32_t at)
{
	struct ledger_finding *f = ledger_at(&runtime.ledger, at);

	if (!f || likely(!somebody_listens()))
		return;
	if (may_be_taken_back(f->kind))
		thread_self.waiting = 1;
	else
		tell(f);
}

hot void tell_waiting(bool all)
{
	struct ledger_finding *f;
	uint32_t at;

	if (!all && runtime.forked)
		return;
	thread_self.waiting = 0;
	if (!somebody_listens())
		return;
	for (at = load_acquire(&runtime.ledger.header->findings); at; at = f->next) {
		f = ledger_at(&runtime.ledger, at);
		if (all || f->events[ROLE_AT].tid == (uint32_t)thread_self.tid)
			tell(f);
	}
}
