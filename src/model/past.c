/* Stacks out of another ledger. */
#include "model/past.h"

#include <string.h>

#include "base/sys.h"
#include "model/depot.h"
#include "model/places.h"

#define FRAMES_MOST     320u /* as in the depot */
#define MODULES_MOST    1024u
#define CODE_BYTES_MOST (64u << 10)

/* ---- Reading ----------------------------------------------------------- */

static bool read_at(const struct past *past, uint64_t at, void *to, size_t bytes)
{
	if (at > past->used_bytes || bytes > past->used_bytes - at)
		return false;
	return sys_pread(past->fd, to, bytes, at) == (long)bytes;
}

/* What a reference points to: never the header, but for the first block of slots. */
static bool read_ref(const struct past *past, uint32_t at, void *to, size_t bytes)
{
	return at >= sizeof(struct ledger_header) && read_at(past, at, to, bytes);
}

static bool read_slot(const struct past *past, uint32_t block, unsigned int n,
		      struct ledger_slot *slot)
{
	return (block == offsetof(struct ledger_header, first_slots) ||
		block >= sizeof(struct ledger_header)) &&
	       read_at(past, block + (uint64_t)n * sizeof(*slot), slot, sizeof(*slot));
}

#define READ_MEMBER(past, member, to) \
	read_at((past), offsetof(struct ledger_header, member), (to), sizeof(*(to)))

bool past_open(struct past *past, int fd)
{
	uint32_t version = 0, bytes = 0, complete = 0;
	uint64_t magic = 0, used = 0;

	memset(past, 0, sizeof(*past));
	past->fd = fd;
	past->used_bytes = sizeof(struct ledger_header);
	if (!READ_MEMBER(past, magic, &magic) || !READ_MEMBER(past, version, &version) ||
	    !READ_MEMBER(past, header_bytes, &bytes) || !READ_MEMBER(past, used_bytes, &used) ||
	    !READ_MEMBER(past, complete, &complete))
		return false;
	if (magic != LEDGER_MAGIC || version != LEDGER_VERSION || !complete ||
	    bytes != sizeof(struct ledger_header) || used < bytes || used > UINT32_MAX)
		return false;
	past->used_bytes = used;
	return READ_MEMBER(past, calls, &past->header.calls) &&
	       READ_MEMBER(past, calls_bytes, &past->header.calls_bytes) &&
	       READ_MEMBER(past, epoch, &past->header.epoch) &&
	       READ_MEMBER(past, modules, &past->header.modules) &&
	       READ_MEMBER(past, begun_ticks, &past->header.begun_ticks) &&
	       past->header.epoch < UINT16_MAX;
}

bool past_slot(const struct past *past, int fd, struct ledger_slot *slot)
{
	unsigned int n = (unsigned int)fd;
	uint32_t at = 0;

	if (n >= SLOT_DIRECTORY * SLOT_DIRECTORIES)
		return false;
	return read_at(past,
		       offsetof(struct ledger_header, slots) + n / SLOT_DIRECTORY * sizeof(at), &at,
		       sizeof(at)) &&
	       read_ref(past, at + (uint32_t)(n / SLOT_BLOCK % SLOT_BLOCKS * sizeof(at)), &at,
			sizeof(at)) &&
	       read_slot(past, at, n % SLOT_BLOCK, slot) &&
	       word_state(slot->word) < SLOT_STATES && word_object(slot->word) < OBJECT_TYPES;
}

/* ---- Modules ----------------------------------------------------------- */

static bool take_module(const struct past *past, uint32_t from, struct ledger *to)
{
	struct ledger_module module, *copy;
	uint32_t at;

	if (!read_ref(past, from, &module, sizeof(module)) ||
	    module.build_id_bytes > BUILD_ID_MAX || module.path_bytes > SLOT_PATH_MAX)
		return false;
	at = ledger_take(to, sizeof(module) + module.path_bytes + 1u);
	if (!at)
		return false;
	copy = ledger_at(to, at);
	*copy = module;
	from += (uint32_t)offsetof(struct ledger_module, path);
	if (!read_ref(past, from, copy->path, module.path_bytes))
		return false;
	copy->next = to->header->modules;
	to->header->modules = at;
	return true;
}

/* All of them, oldest first, so that ours are in the same order. */
static bool take_modules(struct past *past, struct ledger *to)
{
	uint32_t refs[MODULES_MOST];
	struct ledger_module module;
	unsigned int n = 0;

	for (uint32_t at = past->header.modules; at; at = module.next) {
		if (n == MODULES_MOST || !read_ref(past, at, &module, sizeof(module)))
			return false;
		refs[n++] = at;
	}
	past->has_modules = true;
	while (n > 0) {
		if (!take_module(past, refs[--n], to))
			return false;
	}
	return true;
}

/* ---- Places ------------------------------------------------------------ */

/* A code object of the past has no address in this process: its ref names it. */
#define PAST_CODE (1ull << 63)

static uint32_t take_code(const struct past *past, uint32_t from, struct ledger *to)
{
	struct ledger_code code, *copy;
	uint32_t at = places_code(to, PAST_CODE | from, 0);
	size_t bytes;

	if (at || !read_ref(past, from, &code, sizeof(code)) || code.lines >= LINE_TABLES)
		return at;
	bytes = (size_t)code.name_bytes + code.file_bytes;
	if (code.table_bytes > CODE_BYTES_MOST)
		return 0;
	bytes += code.table_bytes;
	at = places_code_take(to, bytes);
	if (!at)
		return 0;
	copy = ledger_at(to, at);
	memcpy(copy, &code, offsetof(struct ledger_code, bytes));
	copy->address = PAST_CODE | from;
	copy->check = 0;
	if (!read_ref(past, from + (uint32_t)offsetof(struct ledger_code, bytes), copy->bytes,
		      bytes))
		return 0;
	return places_code_put(to, at);
}

static uint32_t take_place(const struct past *past, uint32_t from, struct ledger *to)
{
	struct ledger_place place;
	uint32_t code;

	if (!read_ref(past, from, &place, sizeof(place)) || !places_start(to))
		return 0;
	code = take_code(past, place.code, to);
	return code ? places_put(to, code, place.offset) : 0;
}

/* ---- Stacks ------------------------------------------------------------ */

static bool is_place(uint32_t high)
{
	return high == FRAME_PYTHON || high == FRAME_PYTHON_ENTRY;
}

/* The frames as they are for us; their number, or 0. */
static unsigned int frames(const struct past *past, uint32_t from, unsigned int depth,
			   struct ledger *to, uintptr_t *pcs)
{
	uint32_t low[FRAMES_MOST], highs[DEPOT_HIGHS];
	uint8_t high[FRAMES_MOST];

	from += (uint32_t)sizeof(struct ledger_stack);
	if (!read_ref(past, from, low, depth * sizeof(*low)) ||
	    !read_ref(past, from + (uint32_t)(depth * sizeof(*low)), high, depth) ||
	    !READ_MEMBER(past, highs, &highs))
		return 0;
	for (unsigned int i = 0; i < depth; i++) {
		if (is_place(highs[high[i]])) {
			low[i] = take_place(past, low[i], to);
			/* What is left is the truth, if not all of it. */
			if (!low[i])
				return i;
		}
		pcs[i] = (uintptr_t)highs[high[i]] << 32 | low[i];
	}
	return depth;
}

uint32_t past_stack(struct past *past, uint32_t from, struct ledger *to)
{
	struct ledger_stack stack;
	uintptr_t pcs[FRAMES_MOST];
	unsigned int depth;
	bool is_new;

	if (!read_ref(past, from, &stack, sizeof(stack)) || stack.depth > FRAMES_MOST ||
	    (!past->has_modules && !take_modules(past, to)))
		return 0;
	depth = frames(past, from, stack.depth, to, pcs);
	if (!depth)
		return 0;
	/* The depot enters what is put in now; nobody else is there yet. */
	to->header->epoch = stack.epoch;
	return depot_put(to, pcs, depth, &is_new);
}

void past_thread(const struct past *past, uint32_t tid, struct ledger *to)
{
	struct ledger_thread theirs, *ours = &to->header->threads[tid % LEDGER_THREADS];
	size_t at = offsetof(struct ledger_header, threads) + tid % LEDGER_THREADS * sizeof(theirs);

	if (!ours->tid && read_at(past, at, &theirs, sizeof(theirs)) && theirs.tid == tid)
		*ours = theirs;
}

void past_close(const struct past *past, struct ledger *to)
{
	to->header->epoch = past->has_modules ? past->header.epoch + 1 : 0;
}
