/* One input: what is looked at before it and after it. */
#include "guard.h"

#include <stddef.h>
#include <stdlib.h>

#include "places.h"

/* Which of them there are: the linker knows. The first is the target's own, see --wrap. */
int __real_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) __attribute__((weak));
int __wrap___afl_persistent_loop(unsigned int count) __attribute__((weak));
const char *fdw_harness_options(void);

static struct fdw_mark first;
static unsigned long inputs;
static unsigned int inside;	/* a loop may be round a call */
static bool any_over;

/* A finding ends the run, in a program whose inputs are checked one by one. */
const char *fdw_harness_options(void)
{
	return __real_LLVMFuzzerTestOneInput || __wrap___afl_persistent_loop ?
		"abort_on_error=1:dedup_token_length=3" : "dedup_token_length=3";
}

/* From the first input on: what is open at the end is the fuzzer's, or was looked at. */
static void begin_first(const struct fdw_mark *mark)
{
	first = *mark;
	fdw_no_check_at_end();
}

struct fdw_mark guard_begin(void)
{
	struct fdw_mark mark;

	if (inside++ == 0 && inputs > 0)
		fdw_enable();
	mark = fdw_mark(FDW_PROCESS);
	if (inputs++ == 0)
		begin_first(&mark);
	return mark;
}

void guard_end(void)
{
	if (--inside == 0)
		fdw_disable();
}

bool guard_is_warm_up(unsigned long by_default)
{
	long warm_up = fdw_option("fuzz_warmup");

	return inputs <= (warm_up < 0 ? by_default : (unsigned long)warm_up);
}

static void look(struct place *place)
{
	place->at_fault = place->open > place->allowed;
	any_over |= place->at_fault;
}

bool guard_over(const struct fdw_mark *since)
{
	(void)fdw_flush();
	if (__builtin_expect(fdw_since(since, NULL, NULL) == 0, 1))
		return false;
	any_over = false;
	places_count(&first);
	places_each(look);
	return any_over;
}

static void learn(struct place *place)
{
	if (place->at_fault && place->open <= KEPT_MAX) {
		place->allowed = place->open;
		place->at_fault = false;
	}
	any_over |= place->at_fault;
}

bool guard_learn(void)
{
	any_over = false;
	places_each(learn);
	return !any_over;
}

/* Not reported: what is kept on purpose and was opened again. */
static void ignore_others(void *ctx, const struct fdw_info *info)
{
	const struct place *place = place_of(info);

	(void)ctx;
	if (place && !place->at_fault)
		(void)fdw_ignore(info->fd);
}

static void allow(struct place *place)
{
	if (place->at_fault)
		place->allowed = ALLOW_ANY;
}

void guard_fail(const struct fdw_mark *since)
{
	(void)fdw_since(since, ignore_others, NULL);
	if (fdw_report_since(since, -1) > 0)
		abort();
	places_each(allow);
}
