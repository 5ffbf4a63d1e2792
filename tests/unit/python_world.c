/* An interpreter's memory made by hand. */
#include "python_world.h"

#include <stdlib.h>
#include <string.h>

#include "model/depot.h"
#include "unwind/stack_cache.h"

const struct python_layout world_layouts[] = {
#define PYTHON(...) { __VA_ARGS__ },
#define PUBLISHED(...)
#include "unwind/python_offsets.def"
#undef PYTHON
#undef PUBLISHED
};

__thread struct world *world;
struct memory world_runtime;

static struct memory code_type, str_type, bytes_type;

/* ---- memory ------------------------------------------------------------------------------ */

static void *this_thread_state(void)
{
	return world ? &world->state : NULL;
}

static void set(struct memory *object, int offset, const void *value, size_t bytes)
{
	memcpy((char *)object + offset, value, bytes);
}

void world_set(struct memory *object, int offset, uintptr_t value)
{
	set(object, offset, &value, sizeof(value));
}

bool world_has_c_frames(void)
{
	return python.layout.frame_owner >= 0 && python.layout.frame_entry < 0;
}

static void store_str(struct memory *object, const struct text *text)
{
	const struct python_layout *l = &python.layout;
	int at = text->kind == 1 ? l->ascii_bytes : l->compact_bytes;

	world_set(object, PYTHON_TYPE, (uintptr_t)&str_type);
	world_set(object, PYTHON_STR_LENGTH, text->length);
	world_set(object, PYTHON_STR_HASH, (uintptr_t)-1);
	world_set(object, PYTHON_STR_STATE, text->kind << 2 | (text->kind == 1 ? 0x60 : 0x20));
	for (unsigned int i = 0; i < text->length; i++)
		set(object, at + (int)(i * text->kind), &text->characters[i], text->kind);
}

static void store_code(int i)
{
	const struct python_layout *l = &python.layout;
	const struct code *code = &world->codes[i];
	struct memory *object = &world->code_objects[i];

	store_str(&world->names[i], &code->name);
	world_set(&world->tables[i], PYTHON_TYPE, (uintptr_t)&bytes_type);
	world_set(&world->tables[i], PYTHON_BYTES_SIZE, code->table_bytes);
	set(&world->tables[i], PYTHON_BYTES, code->table, sizeof(code->table));
	world_set(object, PYTHON_TYPE, (uintptr_t)&code_type);
	world_set(object, l->code_name, (uintptr_t)&world->names[i]);
	if (l->code_qualname >= 0)
		world_set(object, l->code_qualname, (uintptr_t)&world->names[i]);
	world_set(object, l->code_file, (uintptr_t)&world->file_objects[code->file - world->files]);
	world_set(object, l->code_lines, (uintptr_t)&world->tables[i]);
	set(object, l->code_first_line, &code->first_line, sizeof(code->first_line));
}

void world_set_instruction(struct memory *frame, uintptr_t code, uint32_t offset)
{
	const struct python_layout *l = &python.layout;
	uint32_t number = l->lines == LINES_RANGES ? offset / 2 : offset;

	if (l->code_bytecode < 0)
		set(frame, l->frame_instruction, &number, sizeof(number));
	else
		world_set(frame, l->frame_instruction, code + (uintptr_t)l->code_bytecode + offset);
}

struct memory *world_frame(int i)
{
	return i < world->count ? &world->frames[world->chain[i].where] : NULL;
}

static void store_frame(int i)
{
	const struct python_layout *l = &python.layout;
	struct memory *frame = world_frame(i);
	int code = world->chain[i].code;
	uint8_t entry = world->chain[i].entry;
	uint8_t owner = code < 0 ? PYTHON_OWNED_BY_C : entry; /* in 3.12: a generator's, or not */
	uintptr_t code_at;

	world_set(frame, l->frame_previous, (uintptr_t)world_frame(i + 1));
	if (l->frame_entry >= 0)
		set(frame, l->frame_entry, &entry, 1);
	else if (l->frame_owner >= 0)
		set(frame, l->frame_owner, &owner, 1);
	/* What a frame on the C stack refers to means nothing. The lowest bits
	 * are a tag, from 3.14 on. */
	code_at = (uintptr_t)&world->code_objects[code < 0 ? 0 : code];
	world_set(frame, l->frame_code, code_at + world_has_c_frames());
	world_set_instruction(frame, code_at, world->chain[i].offset);
}

static void store_chain(void)
{
	const struct python_layout *l = &python.layout;
	struct memory *at = &world->state;

	for (int i = 0; i < world->count; i++)
		store_frame(i);
	if (l->cframe_frame >= 0) {
		world_set(at, l->state_frame, (uintptr_t)&world->cframe);
		at = &world->cframe;
	}
	world_set(at, l->cframe_frame >= 0 ? l->cframe_frame : l->state_frame,
		  (uintptr_t)world_frame(0));
}

void world_store(void)
{
	for (int i = 0; i < WORLD_FILES; i++)
		store_str(&world->file_objects[i], &world->files[i]);
	for (int i = 0; i < WORLD_CODES; i++)
		store_code(i);
	store_chain();
}

/* ---- worlds, and how they change -------------------------------------------------------- */

unsigned int world_random(unsigned int of)
{
	return (unsigned int)rand_r(&world->seed) / 7 % of;
}

static void make_text(struct text *text)
{
	text->kind = world_random(4) ? 1 : 2;
	text->length = 1 + world_random(array_size(text->characters));
	for (unsigned int i = 0; i < text->length; i++)
		text->characters[i] = (text->kind == 1 ? 'a' : 0x3b1) + world_random(20);
}

static void change_text(struct text *text)
{
	if (world_random(3) == 0)
		make_text(text);
	else
		text->characters[world_random(text->length)] ^= 1;
}

static void make_code(struct code *code)
{
	make_text(&code->name);
	code->file = &world->files[world_random(WORLD_FILES)];
	code->first_line = 1 + world_random(100);
	code->table_bytes = world_random(array_size(code->table));
	for (size_t i = 0; i < array_size(code->table); i++)
		code->table[i] = i < code->table_bytes ? (uint8_t)world_random(256) : 0;
}

static void change_code(struct code *code)
{
	switch (world_random(6)) {
	case 0:
		change_text(&code->name);
		break;
	case 1:
		code->file = &world->files[world_random(WORLD_FILES)];
		break;
	case 2:
		code->first_line++;
		break;
	case 3:
		make_code(code);
		break;
	case 4:
		if (code->table_bytes)
			code->table[world_random(code->table_bytes)] ^= 16;
		break;
	case 5:
		code->table_bytes =
			code->table_bytes / 2 + world_random(array_size(code->table) / 2);
		break;
	}
}

static void make_frame(int i)
{
	int other = (int)world_random(WORLD_FRAMES), where = world->chain[i].where;

	/* Its place is that of another one, which gets this one's. */
	for (int k = 0; k < WORLD_FRAMES; k++) {
		if (world->chain[k].where == other)
			world->chain[k].where = where;
	}
	world->chain[i].where = other;
	world->chain[i].code = (int)world_random(WORLD_CODES);
	if (world_has_c_frames() && world_random(6) == 0)
		world->chain[i].code = -1;
	world->chain[i].offset = 2 * world_random(4);
	world->chain[i].entry = world_random(2);
}

static void change_frame(int i)
{
	switch (world_random(4)) {
	case 0:
		world->chain[i].offset ^= 2;
		break;
	case 1:
		world->chain[i].entry ^= 1;
		break;
	case 2:
		world->chain[i].code = (int)world_random(WORLD_CODES);
		break;
	case 3:
		make_frame(i);
		break;
	}
}

void world_change(void)
{
	switch (world_random(6)) {
	case 0:
		change_text(&world->files[world_random(WORLD_FILES)]);
		break;
	case 1:
		change_code(&world->codes[world_random(WORLD_CODES)]);
		break;
	case 2:
		world->count = 1 + (int)world_random(world_random(5) ? 12 : WORLD_FRAMES);
		break;
	default:
		change_frame((int)world_random((unsigned int)world->count));
		break;
	}
	world_store();
}

void world_make(unsigned int seed)
{
	world = calloc(1, sizeof(*world));
	world->seed = seed;
	world->count = 5;
	for (int i = 0; i < WORLD_FILES; i++)
		make_text(&world->files[i]);
	for (int i = 0; i < WORLD_CODES; i++)
		make_code(&world->codes[i]);
	for (int i = 0; i < WORLD_FRAMES; i++)
		world->chain[i].where = i;
	for (int i = 0; i < WORLD_FRAMES; i++)
		make_frame(i);
	world_store();
}

void world_use(const struct python_layout *l)
{
	memset(&python, 0, sizeof(python));
	python.layout = *l;
	if (!python_measure(&python))
		abort();
	python.runtime = (uintptr_t)&world_runtime;
	python.this_thread_state = this_thread_state;
	python.code_type = (uintptr_t)&code_type;
	python.str_type = (uintptr_t)&str_type;
	python.bytes_type = (uintptr_t)&bytes_type;
	/* One interpreter. */
	world_set(&world_runtime, l->runtime_interpreters, 1);
	world_set(&world_runtime, l->runtime_interpreters + 8, 1);
	stack_cache_flush();
}

/* ---- comparing --------------------------------------------------------------------------- */

static bool is_text(const char *at, size_t bytes, const struct text *text)
{
	size_t used = 0;

	for (unsigned int i = 0; i < text->length; i++) {
		uint32_t c = text->characters[i];

		if (c >= 0x80 && (uint8_t)at[used++] != (0xc0 | c >> 6))
			return false;
		if ((uint8_t)at[used++] != (c >= 0x80 ? 0x80 | (c & 0x3f) : c))
			return false;
	}
	return used == bytes;
}

static bool is_place(const struct ledger *ledger, uintptr_t word, int i, bool entry)
{
	const struct ledger_place *place = ledger_at(ledger, (uint32_t)word);
	const struct ledger_code *kept = ledger_at(ledger, place->code);
	const struct code *code = &world->codes[world->chain[i].code];
	const char *table = kept->bytes + kept->name_bytes + kept->file_bytes;

	return word >> 32 == (entry ? FRAME_PYTHON_ENTRY : FRAME_PYTHON) &&
	       place->offset == world->chain[i].offset && kept->first_line == code->first_line &&
	       is_text(kept->bytes, kept->name_bytes, &code->name) &&
	       is_text(kept->bytes + kept->name_bytes, kept->file_bytes, code->file) &&
	       kept->table_bytes == code->table_bytes &&
	       memcmp(table, code->table, code->table_bytes) == 0;
}

/* As it is shown: 3.12 and later have a frame on the C stack where a loop began. */
static bool shown_as_entry(int i, int shown)
{
	if (!world_has_c_frames())
		return python.layout.frame_entry < 0 || world->chain[i].entry;
	return shown < INTERP_FRAMES_MAX && i + 1 < world->count && world->chain[i + 1].code < 0;
}

/* The stack of the native frames `pcs`, and of what stands in the world. */
bool world_is_stack(const struct ledger *ledger, uint32_t stack, const uintptr_t *pcs)
{
	uintptr_t words[2 + INTERP_FRAMES_MAX + 1];
	unsigned int depth = depot_pcs(ledger, stack, words, array_size(words)), at = 2;

	if (depth < 2 || words[0] != pcs[0] || words[1] != pcs[1])
		return false;
	for (int i = 0; i < world->count && at < 2 + INTERP_FRAMES_MAX; i++) {
		if (world->chain[i].code < 0)
			continue;
		if (at >= depth || !is_place(ledger, words[at], i, shown_as_entry(i, (int)at - 1)))
			return false;
		at++;
	}
	return at == depth;
}
