/*
 * Resolution of the real functions. In the archive the linker does it. In the shared
 * library: the next definition
 * in the search order, which is libc's, or that of a library that stands in
 * front of libc as we do (a sanitizer's interceptor).
 */
#include "hooks/real.h"

#ifdef FDWARDEN_STATIC

/*
 * Every one is asked for, also where a hook does without (execv calls execve): GNU ld
 * 2.40 crashes on a wrapped name that is defined in the link and that no object
 * knows as __real_.
 */
#define HOOK(name, family, role) (void *)&__real_##name,
#define HOOK_SHARED(name, family, role)
__attribute__((used)) static void *const all_real[] = {
#include "hooks/hooks.def"
};

#else

#include <dlfcn.h>
#include <errno.h>

#include "base/objects.h"

struct real real;

void real_resolve(void)
{
	/*
	 * dlsym allocates only to describe a failure. All that fails is looked
	 * up last, when the others are in place, because the allocator that it
	 * calls may itself open and read files.
	 */
	static const struct {
		const char *name;
		void **to;
	} rows[] = {
#define HOOK(name, family, role) { #name, (void **)&real.name },
#include "hooks/hooks.def"
#undef HOOK
	};

	for (size_t i = 0; i < array_size(rows); i++)
		*rows[i].to = dlsym(RTLD_NEXT, rows[i].name);
}

static bool is_libcs(uintptr_t function)
{
	struct object its, libc;

	return object_find(function, &its) && object_find((uintptr_t)__errno_location, &libc) &&
	       its.start == libc.start;
}

bool real_close_is_libcs(void)
{
	return is_libcs((uintptr_t)REAL(close));
}

/* libc's own clock, unless somebody stands in front of it (base/sys.h). */
static void take_clock(void)
{
	int (*found)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");

	if (found && is_libcs((uintptr_t)found))
		sys_clock = found;
}

void real_ready(void)
{
	if (!load_acquire(&real.close))
		real_resolve();
	take_clock();
}

#endif
