/* The verified stack cache. */
#include "unwind/stack_cache.h"

#include "unwind/cfi.h"

/* Words of an entry: a return address for each of 32 frames, and saved fps. */
#define WORDS 60
#define FOURS (WORDS / 4)

/* They are compared by four: the last ones fill up. */
struct four {
	uint16_t at[4]; /* in words above sp */
	uintptr_t value[4];
};

struct entry {
	uint32_t sequence; /* 0: never written; odd: being written */
	uint32_t generation;
	uint32_t stack;
	uint8_t fours;
	uint8_t needs_fp;
	uint16_t reach; /* the highest of at[] */
	uintptr_t pc, sp, fp;
	struct four four[FOURS];
};

static_assert(sizeof(struct entry) % 64 == 0, "entries do not share cache lines");
static_assert(WORDS % 4 == 0, "no entry ends between two fours");

#define SETS 512
#define WAYS 4

/*
 * A set takes up one in so many of the stacks that it misses. A place that is
 * passed a few times only costs nothing then; nor do ten thousand stacks that
 * take turns at one.
 */
#define MISSES 16

static struct entry cache[SETS][WAYS] large_bss __attribute__((aligned(64)));

/* Apart, so that a set that was never used costs no page. */
static struct {
	uint8_t misses;
	uint8_t used;
} sets[SETS] large_bss;

static hot_data uint32_t generation = 1;
static bool ready;

static must_inline unsigned int set_of(const struct caller *from)
{
	uint64_t key = ((uint64_t)from->sp >> 4 ^ (uint64_t)from->pc << 24) + from->pc;

	return (key * 0x9e3779b97f4a7c15ull) >> 55;
}

static_assert(SETS == 1 << (64 - 55), "the hash's upper bits");

int stack_cache_init(void)
{
	int err = window_init();

	store_relaxed(&ready, !err);
	return err;
}

uint32_t stack_cache_generation(void)
{
	return load_acquire(&generation);
}

/* 0 is the generation of entries that were never written. */
void stack_cache_flush(void)
{
	if (__atomic_add_fetch(&generation, 1, __ATOMIC_SEQ_CST) == 0)
		__atomic_add_fetch(&generation, 1, __ATOMIC_SEQ_CST);
}

/* ---- finding ----------------------------------------------------------------- */

/* How many words from sp on are known to be readable. */
static uintptr_t readable_words(const struct window *w, uintptr_t sp)
{
	return w->room && w->lo <= sp ? (w->lo + w->room + sizeof(uintptr_t) - 1 - sp) / sizeof(uintptr_t) : 0;
}

static never_inline uintptr_t readable_elsewhere(uintptr_t sp)
{
	struct window window;

	window_open(&window, sp);
	return readable_words(&window, sp);
}

static must_inline uintptr_t readable(uintptr_t sp)
{
	if (likely(window_is_main(sp)))
		return (window_main_top - sp) / sizeof(uintptr_t);
	return readable_elsewhere(sp);
}

/* True if the entry is of this caller and of now; `sequence` is what it had then. */
static must_inline bool is_for(const struct entry *e, const struct caller *from, uint32_t *sequence)
{
	*sequence = load_acquire(&e->sequence);
	return load_relaxed(&e->sp) == from->sp && load_relaxed(&e->pc) == from->pc &&
	       (likely(!load_relaxed(&e->needs_fp)) || load_relaxed(&e->fp) == from->fp) &&
	       load_relaxed(&e->generation) == load_acquire(&generation) && !(*sequence % 2);
}

/* The entry's stack, if all that was read of it belongs together. */
static must_inline uint32_t stack_of(const struct entry *e, uint32_t sequence)
{
	uint32_t stack = load_relaxed(&e->stack);

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return likely(load_relaxed(&e->sequence) == sequence) ? stack : 0;
}

/* Each word in the order of a walk: where one differs, the next may be nowhere. */
static reads_stack bool true_where_shown(const struct entry *e, uintptr_t sp)
{
	const stack_word *stack = (const stack_word *)sp;
	unsigned int words = 4u * load_relaxed(&e->fours);
	struct window window;

	window_open(&window, sp);
	for (unsigned int i = 0; i < words; i++) {
		const struct four *f = &e->four[i / 4];
		unsigned int at = load_relaxed(&f->at[i % 4]);

		if (at >= readable_words(&window, sp) &&
		    (!window_grow(&window, (uintptr_t)&stack[at]) ||
		     at >= readable_words(&window, sp)))
			return false;
		if (stack[at] != load_relaxed(&f->value[i % 4]))
			return false;
	}
	return true;
}

/* Any entry of the set, and words that were not shown to be readable before. */
static never_inline uint32_t find_of_all(const struct caller *from, const struct entry *set)
{
	for (const struct entry *e = set; e < set + WAYS; e++) {
		uint32_t sequence, stack = 0;

		if (is_for(e, from, &sequence) && true_where_shown(e, from->sp))
			stack = stack_of(e, sequence);
		if (stack)
			return stack;
	}
	return 0;
}

/*
 * An entry may be written to meanwhile. So before it is gone by where it says that
 * words are, it is seen not to have been: then none is out of its reach.
 */
static must_inline reads_stack bool still_true(const struct entry *e, uint32_t sequence,
					       uintptr_t sp)
{
	const stack_word *stack = (const stack_word *)sp;
	const struct four *f = e->four, *end = f + load_relaxed(&e->fours);

	for (; f < end; f++) {
		unsigned int a = load_acquire(&f->at[0]), b = load_acquire(&f->at[1]);
		unsigned int c = load_acquire(&f->at[2]), d = load_acquire(&f->at[3]);

		if (unlikely(load_relaxed(&e->sequence) != sequence))
			return false;
		if (unlikely(((stack[a] ^ load_relaxed(&f->value[0])) |
			      (stack[b] ^ load_relaxed(&f->value[1])) |
			      (stack[c] ^ load_relaxed(&f->value[2])) |
			      (stack[d] ^ load_relaxed(&f->value[3]))) != 0))
			return false;
	}
	return true;
}

hot reads_stack uint32_t stack_cache_find(const struct caller *from)
{
	unsigned int index = set_of(from);
	const struct entry *e = cache[index];
	uint32_t sequence, stack = 0;

	if (unlikely(!load_relaxed(&sets[index].used)))
		return 0;
	/* Most of the first entry at once: the kernel has just had the caches. */
	for (size_t line = 0; line < 4; line++)
		__builtin_prefetch((const char *)e + 64 * line);
	if (likely(is_for(e, from, &sequence)) &&
	    likely(load_relaxed(&e->reach) < readable(from->sp)) &&
	    likely(still_true(e, sequence, from->sp)))
		stack = stack_of(e, sequence);
	return likely(stack) ? stack : find_of_all(from, e);
}

bool stack_cache_due(const struct caller *from)
{
	uint8_t *misses = &sets[set_of(from)].misses;
	uint8_t now = (uint8_t)(load_relaxed(misses) + 1);

	store_relaxed(misses, now);
	return now % MISSES == 0 && load_relaxed(&ready);
}

/* ---- keeping ----------------------------------------------------------------- */

/* A walk that notes what it depends on. */
struct record {
	struct entry entry;
	unsigned int words; /* noted in it */
	struct window window;
	uintptr_t pc, sp, fp;
	uintptr_t fp_at; /* where fp was read, and not noted yet; 0: nowhere */
	bool fp_is_callers; /* fp is still what the walk began with */
};

static void put(struct record *r, uint16_t at, uintptr_t value)
{
	struct four *f = &r->entry.four[r->words / 4];

	f->at[r->words % 4] = at;
	f->value[r->words % 4] = value;
	r->words++;
	if (r->entry.reach < at)
		r->entry.reach = at;
}

/* Notes the word at this address, which `value` was read from. */
static bool note(struct record *r, uintptr_t at, uintptr_t value)
{
	uintptr_t above = at - r->entry.sp;

	if (r->words >= WORDS || above % sizeof(uintptr_t) || above / sizeof(uintptr_t) > UINT16_MAX)
		return false;
	put(r, (uint16_t)(above / sizeof(uintptr_t)), value);
	return true;
}

static bool read_and_note(struct record *r, uintptr_t at, uintptr_t *value)
{
	return window_read(&r->window, at, value) && note(r, at, *value);
}

/* The walk goes by fp now. A saved one that no frame goes by is not noted. */
static bool use_fp(struct record *r)
{
	uintptr_t at = r->fp_at;

	r->fp_at = 0;
	if (r->fp_is_callers)
		r->entry.needs_fp = 1;
	return !at || note(r, at, r->fp);
}

static bool step_plain(struct record *r, uint64_t rule)
{
	uint64_t size = rule_size(rule), save = rule_save(rule);
	uintptr_t base, cfa, pc_at;

	if (rule & RULE_FROM_FP && !use_fp(r))
		return false;
	base = rule & RULE_FROM_FP ? r->fp : r->sp;
	cfa = arch_cfa_at(base, size);
	pc_at = arch_pc_at(base, cfa, size, save);
	if (!read_and_note(r, pc_at, &r->pc))
		return false;
	if (arch_fp_saved(save)) {
		r->fp_at = arch_fp_at(pc_at, cfa, save);
		r->fp_is_callers = false;
		if (!window_read(&r->window, r->fp_at, &r->fp))
			return false;
	}
	if (cfa <= r->sp)
		return false;
	r->sp = cfa;
	return true;
}

static bool step_realigned(struct record *r, uint64_t rule)
{
	uintptr_t cfa, fp_at = r->fp;

	if (!use_fp(r) || !read_and_note(r, r->fp - 8 * rule_save(rule), &cfa) ||
	    !read_and_note(r, cfa - 8, &r->pc) || !window_read(&r->window, fp_at, &r->fp) ||
	    cfa <= r->sp)
		return false;
	r->fp_at = fp_at;
	r->fp_is_callers = false;
	r->sp = cfa;
	return true;
}

/* Walks, and compares with what was found. */
static bool walk(struct record *r, const uintptr_t *pcs, int count, int max)
{
	for (int i = 0;;) {
		uint64_t rule = cfi_rule(r->pc - ARCH_BACK);

		if (r->pc != pcs[i])
			return false;
		if (++i == max)
			return count == max;
		switch (rule_kind(rule)) {
		case RULE_PLAIN:
			if (i >= count || !step_plain(r, rule))
				return false;
			break;
		case RULE_REALIGNED:
			if (i >= count || !step_realigned(r, rule))
				return false;
			break;
		case RULE_END:
			return i == count;
		default:
			return false;
		}
		r->pc = arch_strip(r->pc);
	}
}

/* No entry ends between two fours: the last word stands there again. */
static void fill_up(struct record *r)
{
	unsigned int last = r->words - 1;
	const struct four *f = &r->entry.four[last / 4];

	while (r->words % 4)
		put(r, f->at[last % 4], f->value[last % 4]);
	r->entry.fours = (uint8_t)(r->words / 4);
}

/* One that says nothing any more, or the next in turn. */
static struct entry *place_for(const struct caller *from)
{
	unsigned int set = set_of(from);
	uint32_t now = load_acquire(&generation);

	store_relaxed(&sets[set].used, 1);
	for (int way = 0; way < WAYS; way++) {
		if (load_relaxed(&cache[set][way].generation) != now)
			return &cache[set][way];
	}
	return &cache[set][load_relaxed(&sets[set].misses) / MISSES % WAYS];
}

static bool write_entry(struct entry *to, const struct entry *from)
{
	uint32_t sequence = load_relaxed(&to->sequence);

	if (sequence % 2 || !cas_acq_rel(&to->sequence, &sequence, sequence + 1))
		return false;
	/* What follows is not seen before the odd number is. */
	__atomic_thread_fence(__ATOMIC_RELEASE);
	store_relaxed(&to->generation, from->generation);
	store_relaxed(&to->stack, from->stack);
	store_relaxed(&to->fours, from->fours);
	store_relaxed(&to->needs_fp, from->needs_fp);
	store_relaxed(&to->reach, from->reach);
	store_relaxed(&to->pc, from->pc);
	store_relaxed(&to->sp, from->sp);
	store_relaxed(&to->fp, from->fp);
	for (unsigned int i = 0; i < 4u * from->fours; i++) {
		store_relaxed(&to->four[i / 4].at[i % 4], from->four[i / 4].at[i % 4]);
		store_relaxed(&to->four[i / 4].value[i % 4], from->four[i / 4].value[i % 4]);
	}
	store_release(&to->sequence, sequence + 2);
	return true;
}

bool stack_cache_keep(const struct caller *from, const uintptr_t *pcs, int count, int max,
		      uint32_t stack, uint32_t seen)
{
	struct record r = {
		.entry = {
			.generation = seen,
			.stack = stack,
			.pc = from->pc,
			.sp = from->sp,
			.fp = from->fp,
		},
		.pc = from->pc,
		.sp = from->sp,
		.fp = from->fp,
		.fp_is_callers = true,
	};

	if (!load_relaxed(&ready))
		return false;
	window_open(&r.window, from->sp);
	if (!walk(&r, pcs, count, max))
		return false;
	fill_up(&r);
	return write_entry(place_for(from), &r.entry);
}
