/*
 * The arena: address space reserved once, filled from its start in steps.
 *
 * File space is allocated before it is mapped (fallocate), so that a full disk
 * is an error here and not a SIGBUS later. RLIMIT_FSIZE is looked at first,
 * because the kernel answers a breach of it with SIGXFSZ.
 */
#include "base/arena.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/sys.h"

/*
 * The most that a ledger may become: room for two million descriptors and a
 * million stacks; offsets of 32 bits would allow 4 GiB. It may lie in memory
 * (tmpfs), and each fork copies what is used.
 */
#define RESERVE_BYTES		((size_t)512 << 20)
#define RESERVE_LEAST_BYTES	((size_t)4 << 20)
#define STEP_BYTES		((size_t)64 << 10)
#define STEP_MOST_BYTES		((size_t)16 << 20)
#define PAGE_BYTES		((size_t)64 << 10)	/* the largest page we know of */
#define SMALL_PAGE_BYTES	((size_t)4096)
#define WAIT_NS			1000000000u

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

static uint64_t limit_of(int resource)
{
	struct rlimit limit;
	long r = sys_call6(SYS_prlimit64, 0, resource, 0, (long)&limit, 0, 0);

	return r < 0 ? RLIM_INFINITY : limit.rlim_cur;
}

bool arena_file_may_be(size_t bytes)
{
	return bytes <= limit_of(RLIMIT_FSIZE);
}

/* Of a program's address space, most is its own. */
static size_t fair_share(uint64_t limit)
{
	uint64_t share = limit / 32;

	if (share < RESERVE_LEAST_BYTES)
		return RESERVE_LEAST_BYTES;
	return share < RESERVE_BYTES ? round_up(share, PAGE_BYTES) : RESERVE_BYTES;
}

static int file_reserve(int fd, size_t from, size_t bytes)
{
	long r;

	if (!arena_file_may_be(from + bytes))
		return -EFBIG;
	r = sys_call6(SYS_fallocate, fd, 0, (long)from, (long)bytes, 0, 0);
	return r < 0 ? (int)r : 0;
}

/* Makes [from, from + bytes) of the reserved space usable. */
static int map_more(struct arena *arena, size_t from, size_t bytes)
{
	int flags = arena->trimmed ? MAP_FIXED_NOREPLACE : MAP_FIXED;
	void *p;
	int r;

	if (arena->fd >= 0) {
		r = file_reserve(arena->fd, from, bytes);
		if (r < 0)
			return r;
		flags |= MAP_SHARED;
	} else {
		flags |= MAP_PRIVATE | MAP_ANONYMOUS;
	}
	p = sys_mmap(arena->base + from, bytes, PROT_READ | PROT_WRITE, flags, arena->fd,
		     arena->fd >= 0 ? from : 0);
	if (sys_is_error(p))
		return (int)(intptr_t)p;
	if (p == arena->base + from)
		return 0;
	(void)sys_munmap(p, bytes);
	return -ENOMEM;
}

int arena_start(struct arena *arena, int fd, size_t first_bytes)
{
	size_t reserve = fair_share(limit_of(RLIMIT_AS));
	void *p;
	int r;

	for (;; reserve /= 2) {
		p = sys_mmap(NULL, reserve, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (!sys_is_error(p))
			break;
		if (reserve <= RESERVE_LEAST_BYTES)
			return -ENOMEM;
	}
	arena->base = p;
	arena->reserved_bytes = reserve;
	arena->fd = fd;
	arena->growing = 0;
	arena->trimmed = false;
	first_bytes = round_up(first_bytes, PAGE_BYTES);
	r = map_more(arena, 0, first_bytes);
	if (r < 0) {
		(void)sys_munmap(p, reserve);
		arena->base = NULL;
		return r;
	}
	arena->mapped_bytes = first_bytes;
	return 0;
}

int arena_start_little(struct arena *arena, size_t bytes)
{
	void *p = sys_mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (sys_is_error(p))
		return (int)(intptr_t)p;
	*arena = (struct arena){
		.base = p,
		.reserved_bytes = RESERVE_BYTES,
		.mapped_bytes = bytes,
		.fd = -1,
		.trimmed = true,
	};
	return 0;
}

static int grow_locked(struct arena *arena, size_t needed)
{
	size_t mapped = load_acquire(&arena->mapped_bytes);
	size_t step = mapped < STEP_MOST_BYTES ? mapped : STEP_MOST_BYTES;
	int r;

	if (needed <= mapped)
		return 0;
	if (needed > arena->reserved_bytes)
		return -ENOMEM;
	if (step < STEP_BYTES)
		step = STEP_BYTES;
	if (step < needed - mapped)
		step = needed - mapped;
	step = round_up(step, PAGE_BYTES);
	if (step > arena->reserved_bytes - mapped)
		step = arena->reserved_bytes - mapped;
	r = map_more(arena, mapped, step);
	if (r == 0)
		store_release(&arena->mapped_bytes, mapped + step);
	else if (r != -EINTR && r != -EFBIG)
		/* The file system is full, say: whoever asks next does not pay for that
		 * again. A limit of the process may be raised. */
		arena->reserved_bytes = mapped;
	return r;
}

enum growing { NOBODY = 0, SOMEBODY, STUCK /* waited for in vain, and no longer */ };

static bool is_over(uint64_t began)
{
	return began == 0 || sys_now_coarse_ns() - began > WAIT_NS;
}

/*
 * Who is at it may have lost its processor for a while, and what finds no room meanwhile is not
 * recorded. Bounded all the same: a debugger may have stopped it.
 */
static int grow_in_turn(struct arena *arena, size_t needed)
{
	uint64_t began = sys_now_coarse_ns();
	int who = NOBODY, r;

	while (!cas_acq_rel(&arena->growing, &who, SOMEBODY)) {
		if (needed <= load_acquire(&arena->mapped_bytes))
			return 0;
		if (who == STUCK)
			return -EAGAIN;
		if (who == SOMEBODY && is_over(began)) {
			(void)cas_acq_rel(&arena->growing, &who, STUCK);
			return -EAGAIN;
		}
		(void)sys_call3(SYS_sched_yield, 0, 0, 0);
		who = NOBODY;
	}
	r = grow_locked(arena, needed);
	store_release(&arena->growing, NOBODY);
	return r;
}

/* No signal handler comes in between: it would wait for the code that it interrupted. */
static int grow(struct arena *arena, size_t needed)
{
	uint64_t before;
	bool alone;
	int r;

	if (needed > load_relaxed(&arena->reserved_bytes))
		return -ENOMEM;
	alone = sys_block_signals(&before);
	r = grow_in_turn(arena, needed);
	if (alone)
		sys_restore_signals(&before);
	return r;
}

#define BEFORE_LIMIT_BYTES ((size_t)128 << 10)

void arena_before_file_limit(struct arena *arena)
{
	if (arena->fd >= 0)
		(void)grow(arena, load_acquire(&arena->mapped_bytes) + BEFORE_LIMIT_BYTES);
}

void arena_addresses_limited(struct arena *arena)
{
	size_t keep, reserved;

	if (exchange_acq_rel(&arena->growing, 1) != 0)
		return;
	reserved = arena->reserved_bytes;
	keep = arena->mapped_bytes + fair_share(limit_of(RLIMIT_AS));
	if (!arena->trimmed && keep < reserved &&
	    sys_munmap(arena->base + keep, reserved - keep) == 0)
		arena->reserved_bytes = keep;
	store_release(&arena->growing, 0);
}

uint32_t arena_take(struct arena *arena, uint64_t *used, size_t bytes)
{
	uint64_t was = load_relaxed(used);
	uint64_t from, to;

	bytes = round_up(bytes, 8);
	do {
		from = round_up(was, bytes >= ARENA_ALIGNED ? ARENA_LINE : 8);
		to = from + bytes;
		if (to > load_acquire(&arena->mapped_bytes) && grow(arena, to) < 0)
			return 0;
	} while (!cas_acq_rel(used, &was, to));
	return (uint32_t)from;
}

void *arena_copy(const struct arena *arena, uint64_t used)
{
	void *p = sys_mmap(NULL, arena->mapped_bytes, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (sys_is_error(p))
		return NULL;
	memcpy(p, arena->base, used);
	return p;
}

void arena_copy_drop(const struct arena *arena, void *copy)
{
	if (copy)
		(void)sys_munmap(copy, arena->mapped_bytes);
}

int arena_adopt_copy(struct arena *arena, void *copy)
{
	long r = sys_call6(SYS_mremap, (long)copy, (long)arena->mapped_bytes,
			   (long)arena->mapped_bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
			   (long)arena->base, 0);

	if (r < 0 && r > -4096)
		return (int)r;
	arena->fd = -1;
	arena->growing = 0;
	return 0;
}

void arena_trim(struct arena *arena, uint64_t used)
{
	size_t mapped = arena->mapped_bytes;
	size_t from = round_up(used, SMALL_PAGE_BYTES);

	if (from < mapped)
		(void)sys_call3(SYS_madvise, arena->base + from, mapped - from, MADV_DONTNEED);
	if (!arena->trimmed && arena->reserved_bytes > mapped)
		arena->trimmed = sys_munmap(arena->base + mapped, arena->reserved_bytes - mapped) == 0;
}

static int write_all(int fd, const uint8_t *at, size_t bytes)
{
	size_t done = 0;

	while (done < bytes) {
		long r = sys_pwrite(fd, at + done, bytes - done, done);

		if (r < 0 && r != -EINTR)
			return (int)r;
		if (r > 0)
			done += (size_t)r;
	}
	return 0;
}

int arena_move_to_file(struct arena *arena, int fd, uint64_t used)
{
	size_t all = arena->mapped_bytes;
	size_t bytes = round_up(used, PAGE_BYTES);
	int r = file_reserve(fd, 0, bytes);
	void *p;

	if (r < 0)
		return r;
	r = write_all(fd, arena->base, used);
	if (r < 0)
		return r;
	p = sys_mmap(arena->base, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
	if (sys_is_error(p))
		return (int)(intptr_t)p;
	arena->fd = fd;
	arena->mapped_bytes = bytes;
	/* The rest is address space again, to grow into. */
	if (all > bytes)
		(void)sys_mmap(arena->base + bytes, all - bytes, PROT_NONE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
	return 0;
}
