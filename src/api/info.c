/* What is known about a number; handles. */
#include <string.h>

#include "api/api.h"
#include "base/sys.h"
#include "model/depot.h"
#include "report/message.h"
#include "runtime/afl.h"

struct ledger_slot *api_open_slot(int fd)
{
	struct ledger_slot *slot = ledger_slot(&runtime.ledger, fd);

	return slot && word_state(load_acquire(&slot->word)) == SLOT_OPEN ? slot : NULL;
}

void api_copy(void *to, size_t to_bytes, const void *from, size_t from_bytes)
{
	memcpy(to, from, to_bytes < from_bytes ? to_bytes : from_bytes);
}

/* An interpreter's frames are for the command to read. */
static unsigned int native_depth(const struct ledger_stack *stack)
{
	unsigned int n = stack ? stack->depth : 0;

	while (n > 0 && depot_pc(&runtime.ledger, stack, n - 1) >> 33 == FRAME_PYTHON >> 1)
		n--;
	return n < FDW_FRAMES ? n : FDW_FRAMES;
}

void api_stack(struct fdw_stack *to, enum stack_role role, const struct ledger_event *event)
{
	const struct ledger_stack *stack = ledger_at(&runtime.ledger, event->stack);

	*to = (struct fdw_stack){ .role = NULL };
	if (!event->present)
		return;
	to->role = role_name(role);
	to->call = ledger_call_name(&runtime.ledger, event->call);
	to->tid = (int)event->tid;
	to->time_ns = event->ns;
	to->depth = native_depth(stack);
	for (unsigned int i = 0; i < to->depth; i++)
		to->pcs[i] = (const void *)depot_pc(&runtime.ledger, stack, i);
}

/* ---- fdw_describe ------------------------------------------------------ */

static void copy_path(struct fdw_info *info, const struct ledger_slot *slot, unsigned int flags)
{
	size_t bytes = slot->path && !(flags & SLOT_ADDRESS) ? slot->path_bytes : 0;

	if (bytes >= sizeof(info->path))
		bytes = sizeof(info->path) - 1;
	memcpy(info->path, bytes ? ledger_at(&runtime.ledger, slot->path) : "", bytes);
	info->path[bytes] = '\0';
	info->path_bytes = (unsigned int)bytes;
}

static unsigned int public_flags(uint64_t word, int fd)
{
	unsigned int flags = word_flags(word);

	return (word_state(word) == SLOT_OPEN ? FDW_OPEN : 0) |
	       (flags & SLOT_INHERITED ? FDW_INHERITED : 0) |
	       (flags & SLOT_IGNORED ? FDW_IGNORED : 0) |
	       (leak_is_candidate(word, (unsigned int)fd) ? FDW_LEAK : 0);
}

static uint64_t handle_of(int fd, uint64_t word)
{
	return (uint64_t)word_generation(word) << 32 | ((uint32_t)fd + 1);
}

/* The slot's word. Where no name was kept, the kernel has one as long as the number is open. */
static uint64_t named(int fd, struct ledger_slot *slot)
{
	if (unlikely(runtime.unnamed) && !slot->path_bytes && !runtime.sandboxed &&
	    word_state(load_acquire(&slot->word)) == SLOT_OPEN)
		describe_open(fd, slot);
	return load_acquire(&slot->word);
}

void api_info(struct fdw_info *info, int fd, struct ledger_slot *slot)
{
	uint64_t word = named(fd, slot);
	bool open = word_state(word) == SLOT_OPEN;
	struct ledger_event opened = event_opened(slot), closed = event_closed(slot);
	struct ledger_event owned = opened;
	uint64_t now = sys_now_coarse_ns();

	memset(info, 0, sizeof(*info));
	owned.stack = slot->owner_stack;
	owned.call = slot->owner_call;
	owned.ns = 0;
	owned.present = slot->owner != 0;
	closed.present = closed.present && !open;
	info->fd = fd;
	info->flags = public_flags(word, fd);
	info->generation = word_generation(word);
	info->handle = open ? handle_of(fd, word) : 0;
	info->owner_tag = load_acquire(&slot->owner);
	info->owner = owner_name(info->owner_tag);
	info->object = object_name(word_object(word));
	info->age_ns = opened.present && now >= opened.ns ? now - opened.ns : 0;
	api_stack(&info->opened, ROLE_OPENED, &opened);
	api_stack(&info->owned, ROLE_OWNED, &owned);
	api_stack(&info->closed, ROLE_CLOSED, &closed);
	copy_path(info, slot, word_flags(word));
}

int fdw_describe(int fd, struct fdw_info *info, size_t bytes)
{
	struct ledger_slot *slot;
	struct fdw_info all;

	if (!runtime_enter())
		return 0;
	afl_program_reads_names();
	slot = ledger_slot(&runtime.ledger, fd);
	if (!slot || word_state(load_acquire(&slot->word)) == SLOT_NEVER)
		return 0;
	api_info(&all, fd, slot);
	api_copy(info, bytes, &all, sizeof(all));
	return 1;
}

/* ---- Handles ----------------------------------------------------------- */

uint64_t fdw_handle(int fd)
{
	struct ledger_slot *slot;

	/* Who does not watch must not say that a descriptor is not open. */
	if (!runtime_enter())
		return fd < 0 ? 0 : (uint64_t)fd + 1;
	slot = api_open_slot(fd);
	return slot ? handle_of(fd, load_acquire(&slot->word)) : 0;
}

int fdw_handle_fd(uint64_t handle)
{
	return (int)(uint32_t)handle - 1;
}

int fdw_handle_valid(uint64_t handle)
{
	int fd = fdw_handle_fd(handle);
	struct ledger_slot *slot;

	if (!runtime_enter())
		return handle != 0;
	slot = api_open_slot(fd);
	return slot && handle_of(fd, load_acquire(&slot->word)) == handle;
}
