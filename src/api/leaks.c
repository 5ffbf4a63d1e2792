/* Leak checks on demand, and what is no leak because the program says so. */
#include "api/api.h"
#include "hooks/hooks.h"
#include "policy/closeall.h"

static const struct selection everything = { .as_at_end = true };

int fdw_count_leaks(void)
{
	struct ledger_slot *slot;
	int count = 0, fd = -1;

	if (!runtime_enter() || !runtime_checks(KIND_LEAK))
		return 0;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL)
		count += selected(&everything, slot, fd) && still_open(fd, slot);
	return count;
}

int fdw_check(void)
{
	(void)fdw_flush();
	if (!runtime_enter() || !runtime_checks(KIND_LEAK))
		return 0;
	(void)api_tell_leaks(&everything);
	return check_begin(&everything) ? (int)check_report(&everything, -1) : 0;
}

void fdw_no_check_at_end(void)
{
	if (!runtime_enter())
		return;
	runtime.options.checks &= ~(1u << KIND_LEAK);
	runtime.ledger.header->checks = runtime.options.checks;
}

int fdw_ignore(int fd)
{
	struct ledger_slot *slot;
	uint64_t word;

	if (!runtime_enter())
		return 0;
	slot = ledger_slot(&runtime.ledger, fd);
	word = slot ? load_acquire(&slot->word) : 0;
	while (word_state(word) == SLOT_OPEN) {
		if (cas_acq_rel(&slot->word, &word, word | (uint64_t)SLOT_IGNORED << 16))
			return 0;
	}
	return -1;
}

int fdw_expect_open(int fd)
{
	struct call call = CALL(fdw_expect_open);
	int saved = errno;
	bool stale;

	if (!runtime_enter())
		return 0;
	stale = fd_stale(&call, fd);
	if (!stale && !api_open_slot(fd))
		fd_bad(&call, fd);
	errno = saved;
	return stale ? -1 : fdw_ignore(fd);
}

void fdw_disable(void)
{
	if (!thread_self.vfork_child)
		thread_self.disabled++;
}

void fdw_enable(void)
{
	if (!thread_self.vfork_child && thread_self.disabled > 0)
		thread_self.disabled--;
}
