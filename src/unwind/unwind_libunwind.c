/*
 * libunwind's unw_backtrace: cached per thread, 140 ns for 16 frames once
 * warm, 100 us for a thread's first stack. It is loaded privately: as a
 * library that we link with it would take over _Unwind_* from libgcc, and
 * C++ exceptions would cost twelve times more. shield.h keeps its hands off
 * the program's descriptors.
 *
 * Its cache by address is per thread and cannot be flushed from outside: a
 * library loaded where another one was may get the other's frames. And at a
 * thread's first stack it calls pthread_setspecific, which may allocate.
 */
#include <dlfcn.h>
#include <errno.h>

#include "base/thread.h"
#include "unwind/cfi.h"
#include "unwind/shield.h"
#include "unwind/unwind.h"

/* Frames of ours between a hook and unw_backtrace. */
#define OWN_FRAMES_MAX 16

#if defined(__x86_64__)
#define FLUSH_CACHE "_Ux86_64_flush_cache"
#define LOCAL_SPACE "_ULx86_64_local_addr_space"
#else
#define FLUSH_CACHE "_Uaarch64_flush_cache"
#define LOCAL_SPACE "_ULaarch64_local_addr_space"
#endif

static int (*backtrace)(void **pcs, int max);
static void (*flush_cache)(void *space, uintptr_t low, uintptr_t high);
static void **local_space;

static never_inline int call_backtrace(void **pcs, int max)
{
	int saved = errno, count;

	thread_self.unwinding++;
	/* Its loops go on while errno is EINTR, even one that was there before. */
	errno = 0;
	count = backtrace(pcs, max);
	errno = saved;
	thread_self.unwinding--;
	return count;
}

static int init(void)
{
	void *handle = dlopen("libunwind.so.8", RTLD_NOW | RTLD_LOCAL);
	void *pcs[OWN_FRAMES_MAX];
	int err;

	if (!handle)
		return -ENOENT;
	*(void **)&backtrace = dlsym(handle, "unw_backtrace");
	*(void **)&flush_cache = dlsym(handle, FLUSH_CACHE);
	local_space = dlsym(handle, LOCAL_SPACE);
	if (!backtrace)
		return -ENOTSUP;
	err = shield_install(handle);
	if (err)
		return err;
	/* Its first stack takes locks and opens its pipe: now, not in a signal handler. */
	return call_backtrace(pcs, OWN_FRAMES_MAX) > 0 ? 0 : -ENOTSUP;
}

static int capture(const struct caller *from, uintptr_t *pcs, int max)
{
	void *all[UNWIND_DEPTH_MAX + OWN_FRAMES_MAX];
	int wanted = max < UNWIND_DEPTH_MAX ? max : UNWIND_DEPTH_MAX;
	int got = call_backtrace(all, wanted + OWN_FRAMES_MAX);
	int first = 0, count = 0;

	while (first < got && (uintptr_t)all[first] != from->pc)
		first++;
	if (first >= got)
		return unwind_fp.capture(from, pcs, max);
	while (count < wanted && first + count < got) {
		pcs[count] = (uintptr_t)all[first + count];
		count++;
	}
	return count;
}

/* The rules too, by which stack_cache.h keeps what we find. */
static void flush(void)
{
	cfi_flush();
	if (flush_cache && local_space)
		flush_cache(*local_space, 0, 0);
}

const struct unwinder unwind_libunwind = {
	.name = "libunwind",
	.init = init,
	.capture = capture,
	.flush = flush,
	.by_tables = true,
};
