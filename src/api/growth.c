/* Growth: what each place opened and closed since. */
#include <string.h>

#include "api/api.h"
#include "api/print.h"
#include "base/sys.h"
#include "runtime/afl.h"
#include "runtime/growth.h"

int fdw_growth_begin(void)
{
	if (!runtime_enter())
		return -1;
	afl_program_reads();
	return growth_begin();
}

int fdw_growth_end(int growth)
{
	return runtime_enter() ? growth_end(growth) : -1;
}

/* What is open now, of each row's stack. */
struct still {
	uint64_t oldest_ns;
	uint32_t open;
	bool listed;
};

static void count_open(struct still still[GROWTH_STACKS], const struct growth_row *rows)
{
	uint64_t now = sys_now_coarse_ns();
	struct ledger_slot *slot;
	int fd = -1, row;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		uint64_t word = load_acquire(&slot->word);

		if (word_state(word) != SLOT_OPEN || (word_flags(word) & SLOT_INHERITED))
			continue;
		row = slot->open_stack ? growth_row_of(rows, slot->open_stack) : -1;
		if (row < 0)
			continue;
		still[row].open++;
		if (now > slot->open_ns && now - slot->open_ns > still[row].oldest_ns)
			still[row].oldest_ns = now - slot->open_ns;
	}
}

/* The row with the most open of those that were not listed; -1: that were all. */
static int next_row(struct still still[GROWTH_STACKS], const struct growth_row *rows)
{
	int best = -1;

	for (int i = 0; i < (int)GROWTH_STACKS; i++) {
		if (load_acquire(&rows[i].stack) && !still[i].listed &&
		    (best < 0 || still[i].open > still[best].open))
			best = i;
	}
	if (best >= 0)
		still[best].listed = true;
	return best;
}

static void fill(struct fdw_growth *to, const struct growth_row *row, const struct still *still)
{
	struct ledger_event opened = { .stack = load_acquire(&row->stack), .present = 1 };

	memset(to, 0, sizeof(*to));
	to->opened = load_relaxed(&row->opened);
	to->closed = load_relaxed(&row->closed);
	to->open = still->open;
	to->oldest_ns = still->oldest_ns;
	api_stack(&to->stack, ROLE_OPENED, &opened);
	/* One line may open in two ways: the stack does not say which. */
	to->stack.call = NULL;
}

int fdw_growth_list(int growth, fdw_growth_fn fn, void *ctx)
{
	const struct growth_row *rows = runtime_enter() ? growth_rows(growth) : NULL;
	struct still still[GROWTH_STACKS];
	struct fdw_growth out;
	int count = 0, row;

	if (!rows)
		return -1;
	memset(still, 0, sizeof(still));
	count_open(still, rows);
	for (; (row = next_row(still, rows)) >= 0; count++) {
		if (!fn)
			continue;
		fill(&out, &rows[row], &still[row]);
		fn(ctx, &out);
	}
	return count;
}

static void print_one(void *ctx, const struct fdw_growth *growth)
{
	char buf[1024];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	str_add(&line, "fdwarden: ");
	str_add_u64(&line, growth->open);
	str_add(&line, " open, ");
	str_add_u64(&line, growth->opened);
	str_add(&line, " opened and ");
	str_add_u64(&line, growth->closed);
	str_add(&line, " closed since");
	if (growth->open) {
		str_add(&line, "; the oldest for ");
		str_add_duration(&line, growth->oldest_ns);
	}
	str_add_char(&line, ':');
	print_line(*(int *)ctx, &line);
	print_frames(*(int *)ctx, &line, &growth->stack);
}

int fdw_growth_print(int growth, int to)
{
	return fdw_growth_list(growth, print_one, &to);
}
