/*
 * fork. The ledger is memory shared with its file, so a child that wrote into
 * it would write into its parent's. The parent makes a private copy before the
 * fork, exact but for what its other threads do meanwhile; in the child the copy
 * takes the ledger's place. No lock is held across the fork.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "base/sys.h"
#include "runtime/afl.h"
#include "runtime/alive.h"
#include "runtime/files.h"
#include "runtime/growth.h"
#include "runtime/lifecycle.h"
#include "runtime/runtime.h"
#include "unwind/stack_cache.h"

/*
 * A copy of the ledger. Other threads may make the ledger grow before the copy
 * is adopted or dropped, so the copy says itself how long it is, in the place
 * of used_bytes: the child takes the shared header's.
 */
static void *copy_ledger(void)
{
	struct arena *arena = &runtime.ledger.arena;
	uint64_t used = load_acquire(&runtime.ledger.header->used_bytes);
	size_t mapped = load_acquire(&arena->mapped_bytes);
	struct arena as_it_is = { .base = arena->base, .mapped_bytes = mapped };
	struct ledger_header *copy;

	/* After a fork that was not seen the parent may use what is not mapped here. */
	copy = arena_copy(&as_it_is, used < mapped ? used : mapped);
	if (copy)
		copy->used_bytes = mapped;
	return copy;
}

static hot void drop_copy(void *copy)
{
	const struct ledger_header *header = copy;

	if (copy)
		arena_copy_drop(&(struct arena){ .mapped_bytes = header->used_bytes }, copy);
}

/*
 * The copy takes the ledger's place. Whatever it refers to lies below what the
 * parent has used by now; what of that is not in the copy reads zero.
 */
static int adopt_copy(struct ledger_header *copy)
{
	struct arena *arena = &runtime.ledger.arena;
	uint64_t used = load_acquire(&runtime.ledger.header->used_bytes);
	int r;

	arena->mapped_bytes = copy->used_bytes;
	r = arena_adopt_copy(arena, copy);
	if (r < 0)
		return r;
	runtime.ledger.header->used_bytes = used;
	return ledger_take(&runtime.ledger, 8) ? 0 : -ENOMEM;
}

hot void *process_fork_prepare(void)
{
	if (!runtime_enter() || runtime.sandboxed)
		return NULL;
	if (!runtime.in_file)
		afl_before_fork();
	inherit_prepare();
	if (!runtime.in_file)
		return NULL;
	(void)add_relaxed(&runtime.ledger.header->forks, 1);
	return copy_ledger();
}

hot void process_fork_parent(void *prepared, bool failed)
{
	if (prepared && failed)
		(void)sub_relaxed(&runtime.ledger.header->forks, 1);
	drop_copy(prepared);
}

void process_daemon_begin(void)
{
	if (!runtime_enter())
		return;
	inherit_as_program(true);
	runtime.ledger.header->checks &= ~(1u << KIND_LEAK);
	end_note(END_EXIT, 0);
}

void process_daemon_failed(void)
{
	if (!runtime_enter())
		return;
	inherit_as_program(false);
	runtime.ledger.header->checks = runtime.options.checks;
	runtime.ledger.header->end_how = END_UNKNOWN;
}

static void forget_findings(void)
{
	runtime.ledger.header->findings = 0;
	runtime.ledger.header->finding_count = 0;
	runtime.comparing = runtime.adopting = 0;
	runtime.passers = 0;
	runtime.ledger.header->blinds = runtime.ledger.header->blind_count = 0;
}

/*
 * The child's ledger gets a file of its own at once: it may be killed at any
 * moment, or outlive the command. Where it cannot, it stays in memory, and the
 * report at the end is the library's.
 */
static void move_to_file(void)
{
	struct ledger_header *h = runtime.ledger.header;
	int fd = runtime.options.dir[0] && !runtime.sandboxed ? files_create() : -ENOENT;

	if (fd < 0)
		return;
	files_describe_process();
	h->complete = 1;
	if (arena_move_to_file(&runtime.ledger.arena, fd, load_acquire(&h->used_bytes)) == 0)
		runtime.in_file = true;
	else
		own_drop(&runtime.own, OWN_LEDGER);
}

/* The parent's header, still shared, while its file is at hand. */
static struct ledger_header *map_parent(void)
{
	void *p;

	if (!runtime.in_file)
		return NULL;
	p = sys_mmap(NULL, sizeof(struct ledger_header), PROT_READ | PROT_WRITE, MAP_SHARED,
		     runtime.own.fd[OWN_LEDGER], 0);
	return sys_is_error(p) ? NULL : p;
}

static void tell_parent(struct ledger_header *parent)
{
	if (!parent)
		return;
	(void)add_relaxed(&parent->forks_seen, 1);
	(void)sys_munmap(parent, sizeof(*parent));
}

static hot void child(void *copy)
{
	struct ledger_header *parent = map_parent();

	runtime.forked = true;
	runtime.births++;
	runtime.forker = runtime.pid;
	runtime.pid = sys_getpid();
	runtime.exhausted = 0;
	runtime.reporting = 0;
	runtime.halting = 0;
	thread_after_fork();
	strangers_after_fork();
	quarantine_after_fork(&runtime.quarantine);
	/* The ledger may be older than what is kept of it. */
	if (!inherit_is_exact())
		stack_cache_flush();
	if (runtime.unread)
		thread_self.tid = runtime.pid;
	runtime.ledger.arena.growing = 0;
	alive_after_fork();
	if (unlikely(load_relaxed(&growth_on)))
		growth_after_fork();
	if (runtime.in_file) {
		if (!copy || adopt_copy(copy) < 0) {
			store_release(&runtime.state, RUNTIME_DONE);
			tell_parent(parent);
			return;
		}
		runtime.in_file = false;
		own_drop(&runtime.own, OWN_LEDGER);
	}
	inherit_all();
	forget_findings();
	runtime.ledger.header->forks = runtime.ledger.header->forks_seen = 0;
	runtime.ledger.header->end_how = END_UNKNOWN;
	runtime.ledger.header->checks = runtime.options.checks;
	runtime.ledger.header->reconciled = 0;
	if (runtime.options.follow)
		move_to_file();
	else
		store_release(&runtime.state, RUNTIME_DONE);
	tell_parent(parent);
}

hot void process_fork_child(void *prepared)
{
	if (load_acquire(&runtime.state) != RUNTIME_LIVE || thread_self.vfork_child)
		return;
	if (alive_is_news())
		child(prepared);
	else
		drop_copy(prepared);
}

/*
 * A fork that passed by our hooks: _Fork, clone or the raw system call. The
 * parent may go on writing while we copy; a torn slot costs a record, not more.
 */
void runtime_fork_unseen(void)
{
	inherit_prepare();
	child(runtime.in_file ? copy_ledger() : NULL);
}
