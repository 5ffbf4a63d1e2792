/* Reports while the process goes on. */
#include "runtime/check.h"

#include <fcntl.h>

#include "base/sys.h"
#include "runtime/fallback.h"
#include "runtime/runtime.h"
#include "runtime/symbolizer.h"

#define LOCK_YIELDS 1000

bool report_lock(bool wait)
{
	for (int i = 0; exchange_acq_rel(&runtime.reporting, 1) == 1; i++) {
		if (!wait && i >= LOCK_YIELDS)
			return false;
		(void)sys_call3(SYS_sched_yield, 0, 0, 0);
	}
	return true;
}

void report_unlock(void)
{
	store_release(&runtime.reporting, 0);
}

/* An entry that is not of the open that it should be of is being written just now. */
bool surely_none(const struct selection *s)
{
	uint64_t opens = load_acquire(&runtime.ledger.header->opens);

	if (opens - s->opens > RECENT)
		return false;
	for (uint64_t n = s->opens + 1; n <= opens; n++) {
		uint64_t entry = load_relaxed(&runtime.recent[n % RECENT]);
		int fd = (int)(uint32_t)entry;
		const struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);

		if (entry >> 32 != (uint32_t)n || !slot || selected(s, slot, fd))
			return false;
	}
	return true;
}

bool still_open(int fd, struct ledger_slot *slot)
{
	uint64_t word = load_acquire(&slot->word);

	if (runtime.sandboxed || sys_fcntl(fd, F_GETFD, 0) >= 0)
		return true;
	slot_lost(fd, slot, word);
	return false;
}

/* What is not selected is not there as far as the reader of the copy knows. */
static void keep_selected(struct ledger *copy, void *ctx)
{
	const struct selection *s = ctx;
	struct ledger_header *h = copy->header;
	struct ledger_slot *slot;
	int fd = -1;

	h->findings = 0;
	h->checks |= 1u << KIND_LEAK;
	h->leaks = s->as_at_end ? h->leaks : LEAKS_ALL;
	h->end_how = END_CHECK;
	h->end_ns = sys_now_coarse_ns();
	h->reported = 0;
	while ((slot = ledger_next(copy, &fd)) != NULL) {
		if (!selected(s, slot, fd))
			slot->word |= (uint64_t)SLOT_IGNORED << 16;
	}
}

bool check_begin(const struct selection *s)
{
	struct ledger_slot *slot;
	bool any = false;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (selected(s, slot, fd) && still_open(fd, slot))
			any = true;
	}
	if (any)
		reconcile();
	return any;
}

unsigned int check_report(const struct selection *s, int to)
{
	struct selection copy = *s;
	struct symbolizer_job job = { .edit = keep_selected, .ctx = &copy, .to = to };
	unsigned int count;

	(void)report_lock(true);
	thread_self.busy++;
	count = symbolizer_run(&job) >= 0 ? job.leaks : fallback_check(s, to);
	thread_self.busy--;
	report_unlock();
	return count;
}
