/* The ledger: its beginning, and the slots. */
#include "model/ledger.h"

#include <string.h>

#define FIRST_BYTES ((size_t)128 << 10)

static_assert(sizeof(struct ledger_header) < FIRST_BYTES / 2, "the header fits");

int ledger_start(struct ledger *ledger, int fd)
{
	int r = arena_start(&ledger->arena, fd, FIRST_BYTES);

	if (r < 0)
		return r;
	ledger->header = (struct ledger_header *)ledger->arena.base;
	ledger->header->version = LEDGER_VERSION;
	ledger->header->header_bytes = sizeof(struct ledger_header);
	ledger->header->used_bytes = sizeof(struct ledger_header);
	ledger->header->highs_count = 1;
	store_release(&ledger->header->magic, LEDGER_MAGIC);
	return 0;
}

uint32_t ledger_take(struct ledger *ledger, size_t bytes)
{
	uint32_t at = arena_take(&ledger->arena, &ledger->header->used_bytes, bytes);

	if (unlikely(!at))
		ledger_lost(ledger, LOST_MEMORY);
	return at;
}

uint32_t ledger_keep(struct ledger *ledger, const void *from, size_t bytes)
{
	uint32_t at = ledger_take(ledger, bytes);

	if (at)
		memcpy(ledger_at(ledger, at), from, bytes);
	return at;
}

struct ledger_slot *ledger_slot_make(struct ledger *ledger, int fd)
{
	struct ledger_slot *slot = ledger_slot(ledger, fd);
	uint32_t none = 0;
	uint32_t block;
	unsigned int k;

	if (likely(slot) || fd < 0)
		return slot;
	k = slot_block((unsigned int)fd);
	/* A slot never crosses a cache line. */
	block = ledger_take(ledger, (slot_block_count(k) + 1) * sizeof(struct ledger_slot));
	if (!block)
		return NULL;
	block = (block + 63) / 64 * 64;
	/* Two threads may come here at once; the block of the second is wasted. */
	(void)cas_acq_rel(&ledger->header->slots[k], &none, block);
	return ledger_slot(ledger, fd);
}

/* The room of a path buffer stands in front of it. */
#define ROOM_BYTES 8u

static uint32_t *room_of(const struct ledger *ledger, const struct ledger_slot *slot)
{
	return (uint32_t *)ledger_at(ledger, slot->path - ROOM_BYTES);
}

static uint32_t path_room(size_t bytes)
{
	uint32_t room = 64 - ROOM_BYTES;

	while (room < bytes)
		room = 2 * (room + ROOM_BYTES) - ROOM_BYTES;
	return room;
}

void slot_set_path(struct ledger *ledger, struct ledger_slot *slot, const void *path, size_t bytes)
{
	uint32_t room, at;

	if (bytes > SLOT_PATH_MAX)
		bytes = SLOT_PATH_MAX;
	if (bytes > 0 && (!slot->path || bytes > *room_of(ledger, slot))) {
		room = path_room(bytes);
		at = ledger_take(ledger, ROOM_BYTES + room);
		slot->path_bytes = 0;
		if (!at)
			return;
		slot->path = at + ROOM_BYTES;
		*room_of(ledger, slot) = room;
	}
	if (bytes)
		memcpy(ledger_at(ledger, slot->path), path, bytes);
	slot->path_bytes = (uint16_t)bytes;
}

struct ledger_slot *ledger_next(const struct ledger *ledger, int *fd)
{
	unsigned int next = (unsigned int)(*fd + 1);
	struct ledger_slot *slot;

	for (unsigned int k = slot_block(next); k < SLOT_BLOCKS; k++) {
		if (next < slot_block_first(k))
			next = slot_block_first(k);
		slot = ledger_slot(ledger, (int)next);
		if (slot) {
			*fd = (int)next;
			return slot;
		}
	}
	return NULL;
}
