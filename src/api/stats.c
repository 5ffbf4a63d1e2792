/* Figures. */
#include "api/api.h"

int fdw_stats(struct fdw_stats *stats, size_t bytes)
{
	struct fdw_stats all = { 0 };
	const struct ledger_header *h;

	if (!runtime_enter())
		return 0;
	h = runtime.ledger.header;
	all.opens = load_relaxed(&h->opens);
	all.closes = load_relaxed(&h->closes);
	all.open = all.opens > all.closes ? all.opens - all.closes : 0;
	all.peak = load_relaxed(&h->peak);
	all.inherited = load_relaxed(&h->inherited);
	all.stacks = load_relaxed(&h->stacks);
	all.findings = load_relaxed(&h->finding_count);
	for (int i = 0; i < LOSTS; i++)
		all.lost += load_relaxed(&h->lost[i]);
	all.memory_bytes = load_relaxed(&h->used_bytes);
	api_copy(stats, bytes, &all, sizeof(all));
	return 1;
}
