/* The ledger: its beginning, and the slots. */
#include "model/ledger.h"

#include <string.h>

#define FIRST_BYTES  ((size_t)64 << 10)	/* a program that opens little takes 40 KiB */
#define LITTLE_BYTES ((size_t)1 << 20)	/* room for 10,000 descriptors */

static_assert(sizeof(struct ledger_header) < FIRST_BYTES / 2, "the header fits");

static void begin(struct ledger *ledger)
{
	ledger->header = (struct ledger_header *)ledger->arena.base;
	memset(ledger->low, 0, sizeof(ledger->low));
	ledger->slots_end = 0;
	ledger->header->version = LEDGER_VERSION;
	ledger->header->header_bytes = sizeof(struct ledger_header);
	ledger->header->used_bytes = sizeof(struct ledger_header);
	ledger->header->highs_count = 1;
	store_release(&ledger->header->magic, LEDGER_MAGIC);
}

int ledger_start(struct ledger *ledger, int fd)
{
	int r = arena_start(&ledger->arena, fd, FIRST_BYTES);

	if (r == 0)
		begin(ledger);
	return r;
}

int ledger_start_little(struct ledger *ledger)
{
	int r = arena_start_little(&ledger->arena, LITTLE_BYTES);

	if (r == 0)
		begin(ledger);
	return r;
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

cold struct ledger_slot *ledger_slot_high(const struct ledger *ledger, int fd)
{
	unsigned int n = (unsigned int)fd;
	const uint32_t *directory;
	uint32_t at;

	if (unlikely(n >= SLOT_DIRECTORY * SLOT_DIRECTORIES))
		return NULL;
	at = load_acquire(&ledger->header->slots[n / SLOT_DIRECTORY]);
	if (unlikely(!at))
		return NULL;
	directory = (const uint32_t *)(ledger->arena.base + at);
	at = load_acquire(&directory[n / SLOT_BLOCK % SLOT_BLOCKS]);
	if (unlikely(!at))
		return NULL;
	return (struct ledger_slot *)(ledger->arena.base + at) + n % SLOT_BLOCK;
}

/*
 * What `place` refers to, `bytes` made if nothing is there yet. Two threads may
 * come here at once; what the second made is wasted.
 */
static uint32_t made(struct ledger *ledger, uint32_t *place, size_t bytes)
{
	uint32_t none = 0;
	uint32_t at = load_acquire(place);

	if (at)
		return at;
	at = ledger_take(ledger, bytes);
	if (!at)
		return 0;
	return cas_acq_rel(place, &none, at) ? at : none;
}

static bool make_block(struct ledger *ledger, uint32_t *place, unsigned int n)
{
	uint32_t none = 0;

	if (n >= SLOT_BLOCK)
		return made(ledger, place, SLOT_BLOCK * sizeof(struct ledger_slot)) != 0;
	(void)cas_acq_rel(place, &none, (uint32_t)offsetof(struct ledger_header, first_slots));
	return true;
}

/* A walk that is on its way may miss what is made meanwhile. */
static void raise_end(struct ledger *ledger, unsigned int n)
{
	unsigned int end = load_relaxed(&ledger->slots_end);
	unsigned int to = (n / SLOT_BLOCK + 1) * SLOT_BLOCK;

	while (end < to && !cas_acq_rel(&ledger->slots_end, &end, to))
		;
}

cold struct ledger_slot *ledger_slot_new(struct ledger *ledger, int fd)
{
	unsigned int n = (unsigned int)fd;
	uint32_t *directory;
	uint32_t at;

	if (fd < 0)
		return NULL;
	if (n >= SLOT_DIRECTORY * SLOT_DIRECTORIES) {
		ledger_lost(ledger, LOST_MEMORY);
		return NULL;
	}
	at = made(ledger, &ledger->header->slots[n / SLOT_DIRECTORY],
		  SLOT_BLOCKS * sizeof(uint32_t));
	if (!at)
		return NULL;
	directory = ledger_at(ledger, at);
	if (!make_block(ledger, &directory[n / SLOT_BLOCK % SLOT_BLOCKS], n))
		return NULL;
	if (n < LEDGER_LOW)
		store_release(&ledger->low[n / SLOT_BLOCK],
			      load_acquire(&directory[n / SLOT_BLOCK % SLOT_BLOCKS]));
	raise_end(ledger, n);
	return ledger_slot(ledger, fd);
}

/* The room of a path buffer stands in front of it. */
#define ROOM_BYTES 8u

static uint32_t *room_of(const struct ledger *ledger, const struct ledger_slot *slot)
{
	return (uint32_t *)(ledger->arena.base + slot->path - ROOM_BYTES);
}

static uint32_t path_room(size_t bytes)
{
	uint32_t room = 64 - ROOM_BYTES;

	while (room < bytes)
		room = 2 * (room + ROOM_BYTES) - ROOM_BYTES;
	return room;
}

const char *ledger_call_name(const struct ledger *ledger, uint16_t call)
{
	const char *at = ledger_at(ledger, ledger->header->calls);
	const char *end = at ? at + ledger->header->calls_bytes : at;

	for (; at < end && call; call--)
		at += strlen(at) + 1;
	return at < end ? at : NULL;
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

typedef uint64_t path_word __attribute__((may_alias));

hot void slot_set_path_of(struct ledger *ledger, struct ledger_slot *slot,
			  const struct ledger_slot *from)
{
	const path_word *path = ledger_at(ledger, from->path);
	uint32_t bytes = path ? from->path_bytes : 0;
	path_word *to = ledger_at(ledger, slot->path);

	if (unlikely(bytes > (to ? *room_of(ledger, slot) : 0))) {
		slot_set_path(ledger, slot, path, bytes);
		return;
	}
	slot->path_bytes = (uint16_t)bytes;
	/* The room of each is a number of whole words. */
	for (uint32_t n = 0; n < bytes; n += sizeof(path_word))
		*to++ = *path++;
}

static cold void name_again(struct ledger *ledger, struct ledger_slot *slot, const char *path)
{
	slot_set_path(ledger, slot, path, strlen(path));
}

/* Up to the NUL, which is the character of that number; 4: there is none. */
static must_inline uint32_t copy_four(char *to, const char *from)
{
#pragma GCC unroll 4
	for (uint32_t i = 0; i < 4; i++) {
		char c = from[i];

		to[i] = c;
		if (!c)
			return i;
	}
	return 4;
}

/* Nearly always it fits (the room is whole words), and then it is read once. */
hot void slot_set_name(struct ledger *ledger, struct ledger_slot *slot, const char *path)
{
	char *to = (char *)ledger->arena.base + slot->path;
	uint32_t room;

	if (!path) {
		slot->path_bytes = 0;
		return;
	}
	room = likely(slot->path) ? *room_of(ledger, slot) : 0;
	for (uint32_t n = 0, ends; n < room; n += 4) {
		ends = copy_four(to + n, path + n);
		if (ends < 4) {
			slot->path_bytes = (uint16_t)(n + ends);
			return;
		}
	}
	name_again(ledger, slot, path);
}

typedef uint64_t two_refs __attribute__((may_alias));

static_assert(offsetof(struct ledger_header, slots) % sizeof(two_refs) == 0, "so are directories");

static bool any_of_eight(const uint32_t *refs)
{
	const two_refs *two = (const void *)refs;

	return (load_relaxed(&two[0]) | load_relaxed(&two[1]) | load_relaxed(&two[2]) |
		load_relaxed(&two[3])) != 0;
}

/* The first of `count` references from `at` on that refers to something; `count`: none. */
static hot unsigned int next_ref(const uint32_t *refs, unsigned int at, unsigned int count)
{
	for (; at < count; at++) {
		/* Nearly all are 0: eight at a time. */
		while (at % 8 == 0 && at < count && !any_of_eight(refs + at))
			at += 8;
		if (at < count && load_acquire(&refs[at]))
			break;
	}
	return at < count ? at : count;
}

/* The first number from n on whose block is there; UINT32_MAX: none. */
static hot unsigned int next_with_slot(const struct ledger *ledger, unsigned int n)
{
	const uint32_t *slots = ledger->header->slots, *directory;
	unsigned int d, block;

	while (n < SLOT_DIRECTORY * SLOT_DIRECTORIES) {
		d = next_ref(slots, n / SLOT_DIRECTORY, SLOT_DIRECTORIES);
		if (d > n / SLOT_DIRECTORY)
			n = d * SLOT_DIRECTORY;
		if (d == SLOT_DIRECTORIES)
			break;
		directory = ledger_at(ledger, load_acquire(&slots[d]));
		block = next_ref(directory, n / SLOT_BLOCK % SLOT_BLOCKS, SLOT_BLOCKS);
		if (block > n / SLOT_BLOCK % SLOT_BLOCKS)
			n = (d * SLOT_BLOCKS + block) * SLOT_BLOCK;
		if (block < SLOT_BLOCKS)
			return n;
	}
	return UINT32_MAX;
}

hot struct ledger_slot *ledger_next(const struct ledger *ledger, int *fd)
{
	unsigned int next = (unsigned int)(*fd + 1);

	if (next >= load_acquire(&ledger->slots_end))
		return NULL;
	/* In the block of the last one there is a slot for each. */
	if (next % SLOT_BLOCK == 0 || !ledger_slot(ledger, (int)next))
		next = next_with_slot(ledger, next);
	if (next == UINT32_MAX)
		return NULL;
	*fd = (int)next;
	return ledger_slot(ledger, *fd);
}
