/* The program's callback: findings as the structures of fdwarden.h. */
#include <string.h>

#include "api/api.h"
#include "policy/kinds.h"
#include "report/message.h"
#include "runtime/afl.h"

/* The order in which a report shows them. */
static const enum stack_role order[] = { ROLE_AT, ROLE_CLOSED, ROLE_OWNED, ROLE_OPENED,
					 ROLE_REOPENED };

static_assert(array_size(order) == FDW_STACKS && ROLES == FDW_STACKS, "a stack for each role");

#define PATH_BYTES 512

static struct {
	fdw_finding_fn fn;
	void *ctx;
} callback;

static const char *keep_path(char room[PATH_BYTES], const char *path, size_t bytes,
			     unsigned int flags)
{
	if (!path || (flags & SLOT_ADDRESS))
		bytes = 0;
	if (bytes >= PATH_BYTES)
		bytes = PATH_BYTES - 1;
	if (bytes)
		memcpy(room, path, bytes);
	room[bytes] = '\0';
	return room;
}

static void add_stack(struct fdw_finding *to, enum stack_role role,
		      const struct ledger_event *event)
{
	if (event->present)
		api_stack(&to->stacks[to->stack_count++], role, event);
}

static void start(struct fdw_finding *to, enum finding_kind kind, enum object_type object,
		  uint64_t owner)
{
	memset(to, 0, sizeof(*to));
	to->kind = kind_name(kind);
	to->severity = severity_name(kind_severity(kind));
	to->object = object_name(object);
	to->owner = owner_name(owner);
	to->owner_tag = owner;
}

static void found(const struct ledger_finding *f)
{
	char path[PATH_BYTES];
	struct fdw_finding out;

	start(&out, f->kind, f->object, f->owner);
	out.fd = f->fd;
	out.generation = f->generation;
	out.count = 1;
	out.time_ns = f->ns;
	out.path = keep_path(path, f->path, f->path_bytes, f->flags);
	for (unsigned int i = 0; i < array_size(order); i++)
		add_stack(&out, order[i], &f->events[order[i]]);
	callback.fn(callback.ctx, &out);
}

void fdw_on_finding(fdw_finding_fn fn, void *ctx)
{
	if (thread_self.vfork_child)
		return;
	afl_program_reads_names();
	store_release(&runtime.on_finding, NULL);
	callback.fn = fn;
	callback.ctx = ctx;
	if (fn)
		store_release(&runtime.on_finding, found);
}

int fdw_flush(void)
{
	uint32_t at;
	int count = 0;

	if (!runtime_enter())
		return 0;
	thread_self.run.length = 0;
	tell_waiting(true);
	for (at = load_acquire(&runtime.ledger.header->findings); at;) {
		const struct ledger_finding *f = ledger_at(&runtime.ledger, at);

		count += load_acquire(&f->state) == FINDING_VALID;
		at = f->next;
	}
	return count;
}

/* ---- Leaks ------------------------------------------------------------- */

/* All of one stack is one finding; false if `fd` is not the first of them. */
static bool count_group(const struct selection *s, int fd, const struct ledger_slot *first,
			unsigned int *count)
{
	const struct ledger_slot *slot;
	int at = -1;

	*count = 0;
	while ((slot = ledger_next(&runtime.ledger, &at)) != NULL) {
		if (slot->open_stack != first->open_stack || !selected(s, slot, at))
			continue;
		if (at < fd)
			return false;
		(*count)++;
	}
	return true;
}

static void tell_leak(int fd, const struct ledger_slot *slot, unsigned int count)
{
	uint64_t word = load_acquire(&slot->word);
	struct ledger_event opened = event_opened(slot);
	char path[PATH_BYTES];
	struct fdw_finding out;

	start(&out, KIND_LEAK, word_object(word), slot->owner);
	out.fd = fd;
	out.generation = word_generation(word);
	out.count = count;
	out.path = keep_path(path, ledger_at(&runtime.ledger, slot->path), slot->path_bytes,
			     word_flags(word));
	add_stack(&out, ROLE_OPENED, &opened);
	thread_self.telling = 1;
	callback.fn(callback.ctx, &out);
	thread_self.telling = 0;
}

unsigned int api_tell_leaks(const struct selection *s)
{
	struct ledger_slot *slot;
	unsigned int total = 0, count;
	int fd = -1;

	if (!load_acquire(&runtime.on_finding) || thread_self.telling)
		return 0;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (!selected(s, slot, fd) || !still_open(fd, slot) ||
		    !count_group(s, fd, slot, &count) || !leak_counts(runtime.options.leaks, count))
			continue;
		tell_leak(fd, slot, count);
		total += count;
	}
	return total;
}
