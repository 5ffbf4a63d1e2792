/*
 * The frames of a thread that runs Python, read in place: what the walk
 * (python_frames.c) and the cache in front of it (python_cache.c) both go by.
 * Whatever a stack depends on is in here, so that the two cannot differ.
 */
#ifndef UNWIND_PYTHON_FRAMES_H
#define UNWIND_PYTHON_FRAMES_H

#include "unwind/python.h"

#define PYTHON_OFFSET_MAX (1u << 24)

/* f_executable's lowest bits are tags from 3.14 on. */
#define PYTHON_OBJECT_MASK (~(uintptr_t)7)

/* Of frame_owner from 3.12 on: what is on the C stack is no frame of the
 * program's, it marks where an evaluation loop began. */
#define PYTHON_OWNED_BY_C 3

#define PYTHON_PAGE 4096ul

/* All that is read of a frame, as it stands there. Only python_code() and so on
 * say what it means: the cache compares the words. */
struct python_frame {
	uintptr_t at;
	uintptr_t code, instruction, previous;
	uint8_t kind;
};

/* What a walk went by: the frames in the order in which they were read. */
#define PYTHON_CHAIN 80

struct python_chain {
	struct python_frame frames[PYTHON_CHAIN];
	unsigned int count;
	bool whole; /* the last one links to none */
	bool cut;   /* or there was no room for more; neither: the walk broke off */
};

/*
 * Pages that were readable once. Where frames really are, they still are:
 * only an address that looks like a frame's can lie in one that has gone.
 */
#define PYTHON_KNOWN_PAGES 64

extern uintptr_t python_known_pages[PYTHON_KNOWN_PAGES] __attribute__((visibility("hidden")));

bool python_show_readable(uintptr_t at, size_t bytes);

/* Less than a page, at an address of a pointer. */
static must_inline bool python_readable(uintptr_t at, size_t bytes)
{
	uintptr_t page = at & ~(PYTHON_PAGE - 1);

	return at % sizeof(uintptr_t) == 0 && page != 0 &&
	       ((likely(at - page <= PYTHON_PAGE - bytes) &&
		 likely(load_relaxed(&python_known_pages[page / PYTHON_PAGE % PYTHON_KNOWN_PAGES]) ==
			page)) ||
		python_show_readable(at, bytes));
}

/* The same for a frame; `page` is the one that the last frame was in, or 0. */
static must_inline bool python_frame_readable(uintptr_t frame, uintptr_t *page)
{
	uintptr_t in_page = frame - *page;

	if (likely(in_page <= PYTHON_PAGE - python.frame_bytes && frame % sizeof(uintptr_t) == 0))
		return true;
	*page = frame & ~(PYTHON_PAGE - 1);
	return python_readable(frame, python.frame_bytes);
}

/* The frame that runs in this state of the thread's, or 0. */
static must_inline uintptr_t python_innermost(const struct python_layout *l, uintptr_t state)
{
	uintptr_t at = python_member(state, l->state_frame);

	if (l->cframe_frame < 0)
		return at;
	return at && python_readable(at, 16) ? python_member(at, l->cframe_frame) : 0;
}

/* Where these are in a frame. */
struct python_places {
	uintptr_t code, instruction, previous, kind;
};

static must_inline struct python_places python_places(const struct python *p)
{
	return (struct python_places){
		.code = (uintptr_t)p->layout.frame_code,
		.instruction = (uintptr_t)p->layout.frame_instruction,
		.previous = (uintptr_t)p->layout.frame_previous,
		.kind = (uintptr_t)p->frame_kind,
	};
}

/* A frame that is readable. */
static must_inline struct python_frame python_frame_at(const struct python_places *in, uintptr_t at)
{
	return (struct python_frame){
		.at = at,
		.code = *(const python_word *)(at + in->code),
		.instruction = *(const python_word *)(at + in->instruction),
		.previous = *(const python_word *)(at + in->previous),
		.kind = *(const uint8_t *)(at + in->kind),
	};
}

static must_inline uintptr_t python_code(const struct python_frame *frame)
{
	return frame->code & PYTHON_OBJECT_MASK;
}

/* The instruction's offset in the code, in bytes; PYTHON_OFFSET_MAX if it makes none. */
static must_inline uint32_t python_offset(const struct python_layout *l,
					  const struct python_frame *frame)
{
	uintptr_t offset;

	if (l->code_bytecode < 0) {
		offset = (uintptr_t)(int32_t)frame->instruction;
		if (l->lines == LINES_RANGES)
			offset *= 2; /* 3.10 counts code units */
	} else {
		offset = frame->instruction - (python_code(frame) + (uintptr_t)l->code_bytecode);
	}
	return offset < PYTHON_OFFSET_MAX ? (uint32_t)offset : PYTHON_OFFSET_MAX;
}

static must_inline bool python_is_entry(const struct python_layout *l,
					const struct python_frame *frame)
{
	if (l->frame_owner < 0) /* before 3.11 each frame has a loop of its own */
		return true;
	return l->frame_entry >= 0 && frame->kind;
}

static must_inline bool python_is_on_c_stack(const struct python_layout *l,
					     const struct python_frame *frame)
{
	return l->frame_owner >= 0 && l->frame_entry < 0 && frame->kind >= PYTHON_OWNED_BY_C;
}

/* The thread has states in other interpreters, too: perhaps. */
static must_inline bool python_has_subinterpreters(const struct python_layout *l)
{
	uintptr_t newest = python.runtime + (uintptr_t)l->runtime_interpreters;

	return python_member(newest, 0) != python_member(newest, sizeof(uintptr_t));
}

/* Makes sure that the ledger has tables of places. */
bool python_start_in(struct ledger *);

/* struct interpreter's, unwind/interp.h */
int python_capture(struct ledger *, uintptr_t *words, int max);
/* Before the others; false: no memory, and they find and keep nothing. */
bool python_cache_start(void);
uint32_t python_cache_find(uint32_t native);
void python_cache_keep(struct ledger *, uint32_t native, const uintptr_t *words, int count,
		       uint32_t stack, uint32_t generation);

/*
 * A capture that notes what it went by; for one interpreter alone.
 * `words` has room for INTERP_FRAMES_MAX.
 */
int python_walk(struct ledger *, uintptr_t state, uintptr_t *words, struct python_chain *);

#endif
