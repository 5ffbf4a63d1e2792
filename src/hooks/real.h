/* The functions that we stand in front of. */
#ifndef HOOKS_REAL_H
#define HOOKS_REAL_H

#include "base/compiler.h"
#include "base/sys.h"
#include "hooks/prototypes.h"

#include "runtime/lifecycle.h"

#ifdef FDWARDEN_STATIC

/* What is not on the --wrap list is compiled and never reached: NULL in the link. */
#define HOOK(name, family, role) extern typeof(name) __real_##name, __wrap_##name;
#define HOOK_SHARED(name, family, role)                                        \
	extern typeof(name) __wrap_##name;                                     \
	extern __attribute__((weak)) typeof(name) __real_##name;
#include "hooks/hooks.def"
#undef HOOK_SHARED
#undef HOOK

#define REAL(f) __real_##f

static inline bool real_close_is_libcs(void)
{
	return true;
}

static inline void real_find_all(void)
{
}

static inline void real_ready(void)
{
	sys_clock = clock_gettime;
}

/*
 * No hook of __libc_start_main is on the way into main. Ours is the first
 * constructor; a sanitizer has begun before it (.preinit_array, or a library of
 * its own), so the handler that is registered here is before the sanitizer's.
 */
static inline void real_started(void)
{
	process_before_main();
}

#else

struct real {
#define HOOK(name, family, role) typeof(name) *name;
#include "hooks/hooks.def"
#undef HOOK
};

/* Hidden, so that a hook reaches them without a detour over the GOT. */
extern struct real real __attribute__((visibility("hidden")));

/*
 * Finds the one that is to stand at this place of `real`: when it is first
 * called, because a program needs a dozen of them. Any hook may be the first to be
 * called, before any constructor, and from a signal handler. A function that libc does not
 * have stays NULL: nobody calls it, for nobody can have been linked to it.
 */
cold void real_find(void **place);

/* Finds those that are not found yet: the children of a fork server would, each anew. */
cold void real_find_all(void);

#define REAL(f) (likely(load_acquire(&real.f)) ? real.f : (real_find((void **)&real.f), real.f))

/* False: somebody stands between us and libc and sees to the closes (ThreadSanitizer). */
bool real_close_is_libcs(void);

/* To be called before the runtime goes live. */
void real_ready(void);

/*
 * After the start: the rest is for the hook of __libc_start_main to do. Not so in
 * musl, which runs the constructors in that function.
 */
static inline void real_started(void)
{
#ifdef FDWARDEN_OTHER_LIBC
	process_libc_started();
	process_before_main();
#endif
}

#endif
#endif
