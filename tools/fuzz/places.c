/* The places where descriptors are opened that outlive an input. */
#include "places.h"

#include <stddef.h>

#include "guard.h"

#define PLACES 256

extern const char __start_fdwarden_calls_target[], __stop_fdwarden_calls_target[];

static struct place places[PLACES];

static bool is_ours(const void *pc)
{
	const char *at = pc;

	return at >= __start_fdwarden_calls_target && at <= __stop_fdwarden_calls_target;
}

/* One place whether the fuzzer reads its corpus, mutates, or minimises. FNV-1a, by word. */
static uint64_t name_of(const struct fdw_stack *stack)
{
	uint64_t name = 0xcbf29ce484222325u;

	for (unsigned int i = 0; i < stack->depth && !is_ours(stack->pcs[i]); i++)
		name = (name ^ (uintptr_t)stack->pcs[i]) * 0x100000001b3u;
	return name | 1;
}

struct place *place_of(const struct fdw_info *info)
{
	uint64_t name = name_of(&info->opened);

	for (struct place *p = places; p < places + PLACES; p++) {
		if (!p->name)
			p->name = name;
		if (p->name == name)
			return p;
	}
	return NULL;
}

static void count(void *ctx, const struct fdw_info *info)
{
	struct place *place = place_of(info);

	(void)ctx;
	if (place)
		place->open++;
}

void places_count(const struct fdw_mark *since)
{
	for (struct place *p = places; p < places + PLACES && p->name; p++)
		p->open = 0;
	(void)fdw_since(since, count, NULL);
}

void places_each(void (*fn)(struct place *))
{
	for (struct place *p = places; p < places + PLACES && p->name; p++)
		fn(p);
}
