/*
 * CPython's frames: the calling thread's own chain, read in place. No GIL is
 * taken (that costs a switch at each event, and can deadlock) and no Python
 * code runs; python.h says why the memory is trusted.
 */
#include "unwind/interp.h"

#include <string.h>

#include "unwind/python.h"
#include "unwind/window.h"

struct python python;

/* ---- Which pages can be read ------------------------------------------- */

#define PAGE        4096ul
#define KNOWN_PAGES 64

/*
 * Pages that were readable once. Where frames really are, they still are:
 * only an address that looks like a frame's can lie in one that has gone.
 */
static uintptr_t known_pages[KNOWN_PAGES];

static bool page_readable(uintptr_t page)
{
	uintptr_t *known = &known_pages[page / PAGE % KNOWN_PAGES];

	if (likely(load_relaxed(known) == page))
		return true;
	if (page == 0 || !window_readable(page, 1))
		return false;
	store_relaxed(known, page);
	return true;
}

/* Less than a page, at an address of a pointer. */
static bool readable(uintptr_t at, size_t bytes)
{
	uintptr_t first = at & ~(PAGE - 1), last = (at + bytes - 1) & ~(PAGE - 1);

	return at % sizeof(uintptr_t) == 0 && last >= first && page_readable(first) &&
	       (likely(first == last) || page_readable(last));
}

/* ---- Frames ------------------------------------------------------------ */

#define STATES_MAX  8
#define FRAME_BYTES 112u /* all members that we read, in any version */
#define OFFSET_MAX  (1u << 24)

/* f_executable's lowest bits are tags from 3.14 on. */
#define OBJECT_MASK (~(uintptr_t)7)

/* Of frame_owner from 3.12 on: what is on the C stack is no frame of the
 * program's, it marks where an evaluation loop began. */
#define OWNED_BY_C 3

static uintptr_t innermost(const struct python_layout *l, uintptr_t state)
{
	uintptr_t at = python_member(state, l->state_frame);

	if (l->cframe_frame < 0)
		return at;
	return at && readable(at, 16) ? python_member(at, l->cframe_frame) : 0;
}

/* The instruction's offset in the code, in bytes; OFFSET_MAX if it makes none. */
static must_inline uint32_t offset_in(const struct python_layout *l, uintptr_t frame,
				      uintptr_t code)
{
	uintptr_t offset;

	if (l->code_bytecode < 0) {
		offset = (uintptr_t)python_number(frame, l->frame_instruction);
		if (l->lines == LINES_RANGES)
			offset *= 2; /* 3.10 counts code units */
	} else {
		offset = python_member(frame, l->frame_instruction) -
			 (code + (uintptr_t)l->code_bytecode);
	}
	return offset < OFFSET_MAX ? (uint32_t)offset : OFFSET_MAX;
}

/* The ref of the place that the frame is at, or 0. */
static must_inline uint32_t place_of(struct ledger *ledger, const struct python_layout *l,
				     uintptr_t frame)
{
	uintptr_t code = python_member(frame, l->frame_code) & OBJECT_MASK;
	uint32_t offset = offset_in(l, frame, code);
	const struct ledger_place *place = places_first(ledger, code, offset);
	uint64_t check;

	if (likely(place)) {
		check = python_check(l, code);
		for (; place; place = places_next(ledger, place)) {
			if (likely(place->check == check))
				return (uint32_t)((uintptr_t)place - (uintptr_t)ledger->header);
		}
	}
	return python_enter(ledger, code, offset);
}

static bool is_entry(const struct python_layout *l, uintptr_t frame)
{
	if (l->frame_owner < 0) /* before 3.11 each frame has a loop of its own */
		return true;
	return l->frame_entry >= 0 && *(const uint8_t *)(frame + (uintptr_t)l->frame_entry);
}

static bool is_on_c_stack(const struct python_layout *l, uintptr_t frame)
{
	return l->frame_owner >= 0 && l->frame_entry < 0 &&
	       *(const uint8_t *)(frame + (uintptr_t)l->frame_owner) >= OWNED_BY_C;
}

/* The ledger is a new one when a forked child found no room for a copy. */
static cold bool start_in(struct ledger *ledger)
{
	if (!places_start(ledger))
		return false;
	store_relaxed(&ledger->header->interpreter_version, python.version);
	store_release(&ledger->header->interpreter, INTERPRETER_READ);
	return true;
}

static uintptr_t word(uint32_t mark, uint32_t place)
{
	return (uintptr_t)mark << 32 | place;
}

/* The same for a frame; `page` is the one that the last frame was in, or 0. */
static must_inline bool frame_readable(uintptr_t frame, uintptr_t *page)
{
	uintptr_t in_page = frame - *page;

	if (likely(in_page <= PAGE - FRAME_BYTES && frame % sizeof(uintptr_t) == 0))
		return true;
	*page = frame & ~(PAGE - 1);
	return readable(frame, FRAME_BYTES);
}

/* The frames of one state of the thread's. */
static int capture_state(struct ledger *ledger, uintptr_t state, uintptr_t *words, int max)
{
	const struct python_layout *l = &python.layout;
	uintptr_t frame = innermost(l, state), page = 0;
	uint32_t place;
	int count = 0;

	for (int steps = 0; frame && count < max && steps < 2 * max; steps++) {
		if (unlikely(!frame_readable(frame, &page)))
			break;
		if (is_on_c_stack(l, frame)) {
			if (count > 0)
				words[count - 1] =
					word(FRAME_PYTHON_ENTRY, (uint32_t)words[count - 1]);
		} else {
			place = place_of(ledger, l, frame);
			if (!place)
				break;
			words[count++] =
				word(is_entry(l, frame) ? FRAME_PYTHON_ENTRY : FRAME_PYTHON, place);
		}
		frame = python_member(frame, l->frame_previous);
	}
	return count;
}

static bool has_subinterpreters(const struct python_layout *l)
{
	uintptr_t newest = python.runtime + (uintptr_t)l->runtime_interpreters;

	return python_member(newest, 0) != python_member(newest, sizeof(uintptr_t));
}

static int capture(struct ledger *ledger, uintptr_t *words, int max)
{
	uintptr_t states[STATES_MAX] = { (uintptr_t)python.this_thread_state() };
	int state_count = 1, count = 0;

	if (!states[0] || (unlikely(!ledger->header->places) && !start_in(ledger)))
		return 0;
	if (unlikely(has_subinterpreters(&python.layout)))
		state_count = python_states(&python.layout, states[0], states, STATES_MAX);
	for (int i = 0; i < state_count; i++)
		count += capture_state(ledger, states[i], words + count, max - count);
	return count;
}

/* ---- Finding it -------------------------------------------------------- */

#define VERSION(major, minor)  ((uint32_t)(major) << 24 | (uint32_t)(minor) << 16)
#define VERSION_MINOR(version) ((version) >> 16 & 0xff)
#define VERSION_LEVEL(version) ((version) >> 4 & 0xf) /* 0xa: alpha, … 0xf: final */
#define LEVEL_CANDIDATE        0xcu

static const struct python_layout layouts[] = {
#define PYTHON(...) { __VA_ARGS__ },
#define PUBLISHED(...)
#include "unwind/python_offsets.def"
#undef PYTHON
#undef PUBLISHED
};

/* Places of words in _Py_DebugOffsets. */
struct published {
	int minor;
	unsigned int runtime_interpreters, interpreter_next, interpreter_threads;
	unsigned int state_next, state_thread, state_frame;
	unsigned int frame_previous, frame_code, frame_instruction, frame_owner;
	unsigned int code_file, code_name, code_qualname, code_lines, code_first_line,
		code_bytecode;
	unsigned int ob_type, bytes_value, str_state, ascii_bytes;
};

static const struct published published[] = {
#define PYTHON(...)
#define PUBLISHED(...) { __VA_ARGS__ },
#include "unwind/python_offsets.def"
#undef PYTHON
#undef PUBLISHED
};

#define WORD_VERSION       1
#define WORD_FREE_THREADED 2
#define MEMBER_MAX         4096u

/*
 * What the interpreter says of itself, if it is what we take it for. Free
 * threading: other object headers, and bytecode of each thread's own.
 */
static bool read_published(const struct published *p, const uint64_t *words)
{
	const struct python_layout l = {
		p->minor,
		(int)words[p->runtime_interpreters],
		(int)words[p->interpreter_next],
		(int)words[p->interpreter_threads],
		(int)words[p->state_next],
		(int)words[p->state_thread],
		(int)words[p->state_frame],
		-1,
		(int)words[p->frame_previous],
		(int)words[p->frame_code],
		(int)words[p->frame_instruction],
		(int)words[p->frame_owner],
		-1,
		(int)words[p->code_file],
		(int)words[p->code_name],
		(int)words[p->code_qualname],
		(int)words[p->code_lines],
		(int)words[p->code_first_line],
		(int)words[p->code_bytecode],
		(int)words[p->ascii_bytes],
		(int)words[p->ascii_bytes] + 16,
		LINES_LOCATIONS,
	};

	if (memcmp(words, "xdebugpy", 8) != 0 || words[WORD_FREE_THREADED] ||
	    words[p->ob_type] != PYTHON_TYPE || words[p->bytes_value] != PYTHON_BYTES ||
	    words[p->str_state] != PYTHON_STR_STATE || words[p->ascii_bytes] != 40)
		return false;
	if (words[p->state_frame] > MEMBER_MAX || words[p->state_thread] > MEMBER_MAX ||
	    words[p->code_bytecode] >= PYTHON_CODE_BYTES || words[p->frame_owner] >= FRAME_BYTES ||
	    words[p->runtime_interpreters] > MEMBER_MAX)
		return false;
	python.layout = l;
	return true;
}

static bool find_layout(uint32_t version, const uint64_t *runtime)
{
	int minor = (int)VERSION_MINOR(version);

	if (version >> 24 != 3 || VERSION_LEVEL(version) < LEVEL_CANDIDATE)
		return false;
	for (size_t i = 0; i < array_size(layouts); i++) {
		if (layouts[i].minor == minor) {
			python.layout = layouts[i];
			return true;
		}
	}
	for (size_t i = 0; i < array_size(published); i++) {
		if (published[i].minor == minor)
			return (uint32_t)runtime[WORD_VERSION] == version &&
			       read_published(&published[i], runtime);
	}
	return false;
}

/* "3.9.18 (main, …" as Py_Version has it; 0 for what is not a release. */
static uint32_t parse_version(const char *text)
{
	uint32_t numbers[3] = { 0, 0, 0 };

	for (int i = 0; i < 3; i++) {
		while (*text >= '0' && *text <= '9')
			numbers[i] = numbers[i] * 10 + (uint32_t)(*text++ - '0');
		if (i < 2 && *text++ != '.')
			return 0;
	}
	if (*text != ' ' && *text != '+')
		return 0;
	return VERSION(numbers[0], numbers[1]) | (numbers[2] & 0xff) << 8 | 0xf0;
}

/* Py_Version from 3.11 on; before, a function that formats a constant text. */
static uint32_t version_of(const struct object *object)
{
	const uint32_t *version = object_symbol(object, "Py_Version");
	const char *(*get)(void);

	if (version)
		return *version;
	get = (const char *(*)(void))object_symbol(object, "Py_GetVersion");
	return get ? parse_version(get()) : 0;
}

static bool detect(struct ledger *ledger, const struct object *object)
{
	const uint64_t *runtime = object_symbol(object, "_PyRuntime");
	struct ledger_header *h = ledger->header;
	uint32_t version;

	if (!runtime)
		return false;
	python.runtime = (uintptr_t)runtime;
	python.this_thread_state =
		(void *(*)(void))object_symbol(object, "PyGILState_GetThisThreadState");
	python.code_type = (uintptr_t)object_symbol(object, "PyCode_Type");
	python.str_type = (uintptr_t)object_symbol(object, "PyUnicode_Type");
	python.bytes_type = (uintptr_t)object_symbol(object, "PyBytes_Type");
	version = version_of(object);
	store_relaxed(&h->interpreter_version, version);
	if (!python.this_thread_state || !python.code_type || !python.str_type ||
	    !python.bytes_type || !find_layout(version, runtime)) {
		store_release(&h->interpreter, INTERPRETER_UNKNOWN);
		return false;
	}
	python.version = version;
	return start_in(ledger);
}

const struct interpreter interp_python = {
	.name = "python",
	.detect = detect,
	.capture = capture,
};
