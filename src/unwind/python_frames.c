/*
 * CPython's frames: the calling thread's own chain, read in place. No GIL is
 * taken (that costs a switch at each event, and can deadlock) and no Python
 * code runs; python.h says why the memory is trusted.
 */
#include "unwind/python_frames.h"

#include "unwind/interp.h"
#include "unwind/python_check.h"
#include "unwind/window.h"

/* ---- Which pages can be read ------------------------------------------- */

uintptr_t python_known_pages[PYTHON_KNOWN_PAGES] large_bss;

static bool page_readable(uintptr_t page)
{
	uintptr_t *known = &python_known_pages[page / PYTHON_PAGE % PYTHON_KNOWN_PAGES];

	if (page != 0 && load_relaxed(known) == page)
		return true;
	if (page == 0 || !window_readable(page, 1))
		return false;
	store_relaxed(known, page);
	return true;
}

bool python_show_readable(uintptr_t at, size_t bytes)
{
	uintptr_t first = at & ~(PYTHON_PAGE - 1), last = (at + bytes - 1) & ~(PYTHON_PAGE - 1);

	return last >= first && page_readable(first) && (first == last || page_readable(last));
}

/* ---- How much of an object is read ------------------------------------- */

#define MEMBERS_MAX 256

/* The last one's end; 0 if one is too far off. */
static size_t end_of(const int *members, size_t count)
{
	size_t end = 0;

	for (size_t i = 0; i < count; i++) {
		size_t of_this = members[i] < 0 ? 0 : (size_t)members[i] + sizeof(uintptr_t);

		if (of_this > MEMBERS_MAX)
			return 0;
		end = of_this > end ? of_this : end;
	}
	return end;
}

bool python_measure(struct python *p)
{
	const struct python_layout *l = &p->layout;
	const int frame[] = { l->frame_code, l->frame_instruction, l->frame_previous },
		  code[] = { l->code_file, l->code_name, l->code_qualname, l->code_lines,
			     l->code_first_line };
	size_t kind_end;

	p->frame_kind = l->frame_entry >= 0   ? l->frame_entry
			: l->frame_owner >= 0 ? l->frame_owner
					      : l->frame_code;
	kind_end = (size_t)p->frame_kind + 1;
	p->code_bytes = end_of(code, array_size(code));
	p->frame_bytes = end_of(frame, array_size(frame));
	if (kind_end > p->frame_bytes)
		p->frame_bytes = kind_end;
	return end_of(frame, array_size(frame)) && p->code_bytes && kind_end <= MEMBERS_MAX &&
	       l->code_bytecode < MEMBERS_MAX;
}

/* ---- Frames ------------------------------------------------------------ */

#define STATES_MAX 8

/* The ref of the place that the frame is at, or 0. */
static must_inline uint32_t place_of(struct ledger *ledger, const struct python_layout *l,
				     const struct python_frame *frame)
{
	uintptr_t code = python_code(frame);
	uint32_t offset = python_offset(l, frame);
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

/* The ledger is a new one when a forked child found no room for a copy. */
cold bool python_start_in(struct ledger *ledger)
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

/* Notes the frame if there is room. */
static void note(struct python_chain *chain, const struct python_frame *frame)
{
	if (chain->count < PYTHON_CHAIN)
		chain->frames[chain->count] = *frame;
	chain->count++;
}

/* The frames of one state of the thread's; `chain` may be NULL. */
static must_inline int walk(struct ledger *ledger, uintptr_t state, uintptr_t *words, int max,
			    struct python_chain *chain)
{
	const struct python_layout *l = &python.layout;
	const struct python_places places = python_places(&python);
	uintptr_t at = python_innermost(l, state), page = 0;
	uint32_t place;
	int count = 0;

	for (int steps = 0; at && count < max && steps < 2 * max; steps++) {
		struct python_frame frame;

		if (unlikely(!python_frame_readable(at, &page)))
			break;
		frame = python_frame_at(&places, at);
		if (chain)
			note(chain, &frame);
		if (python_is_on_c_stack(l, &frame)) {
			if (count > 0)
				words[count - 1] =
					word(FRAME_PYTHON_ENTRY, (uint32_t)words[count - 1]);
		} else {
			place = place_of(ledger, l, &frame);
			if (!place)
				break;
			words[count++] =
				word(python_is_entry(l, &frame) ? FRAME_PYTHON_ENTRY : FRAME_PYTHON,
				     place);
		}
		at = frame.previous;
	}
	if (chain) {
		chain->whole = at == 0;
		chain->cut = count == max;
	}
	return count;
}

int python_capture(struct ledger *ledger, uintptr_t *words, int max)
{
	uintptr_t states[STATES_MAX] = { (uintptr_t)python.this_thread_state() };
	int state_count = 1, count = 0;

	if (!states[0] || (unlikely(!ledger->header->places) && !python_start_in(ledger)))
		return 0;
	if (unlikely(python_has_subinterpreters(&python.layout)))
		state_count = python_states(&python.layout, states[0], states, STATES_MAX);
	for (int i = 0; i < state_count; i++)
		count += walk(ledger, states[i], words + count, max - count, NULL);
	return count;
}

cold int python_walk(struct ledger *ledger, uintptr_t state, uintptr_t *words,
		     struct python_chain *chain)
{
	chain->count = 0;
	return walk(ledger, state, words, INTERP_FRAMES_MAX, chain);
}
