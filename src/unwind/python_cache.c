/*
 * The verified cache of Python frames, behind the one of native stacks: the
 * stack that a walk of the frames led to before, found again without looking
 * up each frame's place and then the whole in the depot.
 *
 * A walk is a function of the frames that it reads, of their code objects and
 * of the native frames it began below. An entry has all of these: it holds as
 * long as each frame reads as it did, in the order of the walk, so that each
 * address is one that the walk would come to as well, and each code object
 * still has its check: one that was freed may have left its address to another.
 *
 * Entries are shared and written as those of stack_cache.c are, and void when
 * those are. Frames of several interpreters, and walks that broke off, are not
 * kept. A process without CPython has none of this memory.
 *
 * Contract for all: any thread, any signal handler, a forked child; no lock, no
 * allocation, errno untouched.
 */
#include <string.h>
#include <sys/mman.h>

#include "base/sys.h"
#include "unwind/interp.h"
#include "unwind/python_check.h"
#include "unwind/python_frames.h"
#include "unwind/stack_cache.h"

/* What is checked of a frame's code: nothing if a frame before has the same. */
enum checked { CHECKED_BEFORE, CHECK_CODE, CHECK_CODE_AND_FILE };

/* A frame. What it links to is where the next one is. */
struct kept {
	uintptr_t at, code, instruction;
	uint64_t check;
	uint32_t kind;
	uint32_t checked;
};

struct entry {
	uint32_t sequence; /* 0: never written; odd: being written */
	uint32_t generation;
	uint32_t native, stack;
	uint32_t count; /* of frames: at least 1 */
	uint32_t whole; /* a bool: the last one links to none */
	struct kept frames[PYTHON_CHAIN];
};

#define SETS_LOG2 7
#define SETS      (1 << SETS_LOG2)
#define WAYS      4
#define MISSES    16 /* a set takes up one in so many of the stacks that it misses */

/*
 * Made when CPython is found, NULL before: a megabyte and a half of addresses that all
 * programs had is one more page table in each of their children.
 */
static struct entry (*cache)[WAYS];
static uint8_t misses[SETS];

bool python_cache_start(void)
{
	void *p;

	if (load_relaxed(&cache))
		return true;
	p = sys_mmap(NULL, SETS * sizeof(*cache), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (sys_is_error(p))
		return false;
	store_release(&cache, p);
	return true;
}

static must_inline unsigned int set_of(uint32_t native, const struct python_frame *innermost)
{
	uint64_t key = ((uint64_t)native << 24 ^ innermost->at) + innermost->instruction;

	return (key * 0x9e3779b97f4a7c15ull) >> (64 - SETS_LOG2);
}

/* The innermost frame, if frames of this thread can be kept. */
static must_inline bool start(const struct python *p, uintptr_t state,
			      struct python_frame *innermost)
{
	const struct python_places places = python_places(p);
	uintptr_t at;

	if (!state || unlikely(python_has_subinterpreters(&p->layout)))
		return false;
	at = python_innermost(&p->layout, state);
	if (!at || !python_readable(at, p->frame_bytes))
		return false;
	*innermost = python_frame_at(&places, at);
	return true;
}

/* ---- finding ----------------------------------------------------------------- */

/* There was a code object at this address: it may be read. */
static never_inline uint64_t check_of(uintptr_t code, uint32_t checked)
{
	return checked == CHECK_CODE ? python_check_parts(&python.layout, code, false)
				     : python_check_parts(&python.layout, code, true);
}

static must_inline bool still_true(const struct kept *kept, const struct python_frame *now)
{
	uint32_t checked;

	if ((load_relaxed(&kept->code) ^ now->code) |
	    (load_relaxed(&kept->instruction) ^ now->instruction) |
	    (load_relaxed(&kept->kind) ^ now->kind))
		return false;
	checked = load_relaxed(&kept->checked);
	return likely(checked == CHECKED_BEFORE) ||
	       check_of(python_code(now), checked) == load_relaxed(&kept->check);
}

/*
 * Each frame in the order of a walk: where one differs, the next may be nowhere.
 * It is where one was read before, so its page is one that was readable (0 is
 * what stands in an entry where none was ever written).
 */
static never_inline bool frames_hold(const struct entry *e, uintptr_t at)
{
	const struct python_places places = python_places(&python);
	const struct kept *kept = e->frames, *last = kept + (load_relaxed(&e->count) - 1);

	if (unlikely(last >= e->frames + PYTHON_CHAIN))
		return false;
	while (at && at == load_relaxed(&kept->at)) {
		struct python_frame frame = python_frame_at(&places, at);

		if (!still_true(kept, &frame))
			return false;
		at = frame.previous;
		if (kept++ == last)
			return at == 0 || !load_relaxed(&e->whole);
	}
	return false;
}

uint32_t python_cache_find(uint32_t native)
{
	uint32_t now = stack_cache_generation();
	struct python_frame innermost;
	const struct entry *set;

	if (unlikely(!cache) || !start(&python, (uintptr_t)python.this_thread_state(), &innermost))
		return 0;
	set = cache[set_of(native, &innermost)];
	for (int way = 0; way < WAYS; way++) {
		const struct entry *e = &set[way];
		uint32_t sequence = load_acquire(&e->sequence), stack;

		if (load_relaxed(&e->native) != native || load_relaxed(&e->generation) != now ||
		    sequence % 2)
			continue;
		stack = load_relaxed(&e->stack);
		if (!frames_hold(e, innermost.at))
			continue;
		/* All that was read belongs together if nobody has written meanwhile. */
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (load_relaxed(&e->sequence) == sequence)
			return stack;
	}
	return 0;
}

/* ---- keeping ----------------------------------------------------------------- */

static uintptr_t file_of(const struct python_frame *frame)
{
	return python_member(python_code(frame), python.layout.code_file);
}

/* Of frame i: what none of the frames before has. */
static enum checked to_check(const struct python_chain *chain, unsigned int i)
{
	const struct python_layout *l = &python.layout;
	const struct python_frame *frame = &chain->frames[i];
	enum checked checked = CHECK_CODE_AND_FILE;

	if (python_is_on_c_stack(l, frame))
		return CHECKED_BEFORE;
	for (const struct python_frame *before = chain->frames; before < frame; before++) {
		if (python_is_on_c_stack(l, before))
			continue;
		if (before->code == frame->code)
			return CHECKED_BEFORE;
		if (file_of(before) == file_of(frame))
			checked = CHECK_CODE;
	}
	return checked;
}

static void write_frames(struct entry *to, const struct python_chain *chain)
{
	for (unsigned int i = 0; i < chain->count; i++) {
		const struct python_frame *from = &chain->frames[i];
		enum checked checked = to_check(chain, i);

		store_relaxed(&to->frames[i].at, from->at);
		store_relaxed(&to->frames[i].code, from->code);
		store_relaxed(&to->frames[i].instruction, from->instruction);
		store_relaxed(&to->frames[i].kind, from->kind);
		store_relaxed(&to->frames[i].checked, checked);
		if (checked != CHECKED_BEFORE)
			store_relaxed(&to->frames[i].check, check_of(python_code(from), checked));
	}
}

static void write_entry(struct entry *to, uint32_t native, const struct python_chain *chain,
			uint32_t stack, uint32_t generation)
{
	uint32_t sequence = load_relaxed(&to->sequence);

	if (sequence % 2 || !cas_acq_rel(&to->sequence, &sequence, sequence + 1))
		return;
	/* What follows is not seen before the odd number is. */
	__atomic_thread_fence(__ATOMIC_RELEASE);
	store_relaxed(&to->generation, generation);
	store_relaxed(&to->native, native);
	store_relaxed(&to->stack, stack);
	store_relaxed(&to->count, chain->count);
	store_relaxed(&to->whole, (uint32_t)chain->whole);
	write_frames(to, chain);
	store_release(&to->sequence, sequence + 2);
}

/* Once in a while: the set is due to take up a stack, in this entry. */
static struct entry *place_for(unsigned int set)
{
	unsigned int now = (uint8_t)(load_relaxed(&misses[set]) + 1);
	uint32_t generation = stack_cache_generation();

	store_relaxed(&misses[set], (uint8_t)now);
	if (now % MISSES != 0)
		return NULL;
	for (int way = 0; way < WAYS; way++) {
		if (load_relaxed(&cache[set][way].generation) != generation)
			return &cache[set][way];
	}
	return &cache[set][now / MISSES % WAYS];
}

/* Walks again, notes what it goes by, and compares with what was found. */
static never_inline void walk_and_keep(struct ledger *ledger, struct entry *to, uintptr_t state,
				       uint32_t native, const uintptr_t *words, int count,
				       uint32_t stack, uint32_t generation)
{
	struct python_chain chain;
	uintptr_t again[INTERP_FRAMES_MAX];

	if (python_walk(ledger, state, again, &chain) == count &&
	    memcmp(again, words, (size_t)count * sizeof(*words)) == 0 &&
	    chain.count <= PYTHON_CHAIN && (chain.whole || chain.cut))
		write_entry(to, native, &chain, stack, generation);
}

void python_cache_keep(struct ledger *ledger, uint32_t native, const uintptr_t *words, int count,
		       uint32_t stack, uint32_t generation)
{
	uintptr_t state = (uintptr_t)python.this_thread_state();
	struct python_frame innermost;
	struct entry *to;

	if (!cache || !start(&python, state, &innermost))
		return;
	to = place_for(set_of(native, &innermost));
	if (to)
		walk_and_keep(ledger, to, state, native, words, count, stack, generation);
}
