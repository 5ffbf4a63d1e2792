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
 * knows as __real_. What is a member of its own asks for its own: here it comes along
 * if something else needs it.
 */
#define HOOK(name, family, role)
#define HOOK_SHARED(name, family, role)
#define HOOK_APART(name, family, role) extern __attribute__((weak)) typeof(name) __real_##name;
#include "hooks/hooks.def"
#undef HOOK_APART
#undef HOOK_SHARED
#undef HOOK

#define HOOK(name, family, role) (void *)&__real_##name,
#define HOOK_SHARED(name, family, role)
__attribute__((used)) static void *const all_real[] = {
#include "hooks/hooks.def"
};

#else

#include <dlfcn.h>
#include <errno.h>
#include <link.h>

#include "base/objects.h"

struct real real;

extern ElfW(Dyn) _DYNAMIC[]; /* musl's headers do not say so */

#define REALS (sizeof(real) / sizeof(void *))

static const struct {
#define HOOK(name, family, role) char name[sizeof(#name)];
#include "hooks/hooks.def"
#undef HOOK
} names = {
#define HOOK(name, family, role) #name,
#include "hooks/hooks.def"
#undef HOOK
};

/* By the index of the function in `real`. */
static const uint16_t name_at[] = {
#define HOOK(name, family, role) offsetof(typeof(names), name),
#include "hooks/hooks.def"
#undef HOOK
};

static void find_by_linker(void **place)
{
	size_t i = (size_t)(place - (void **)&real);

	*place = dlsym(RTLD_NEXT, (const char *)&names + name_at[i]);
}

/*
 * dlsym allocates only to describe a failure. All that fails is looked
 * up last, when the others are in place, because the allocator that it
 * calls may itself open and read files.
 */
static void find_all_by_linker(void)
{
	for (size_t i = 0; i < REALS; i++)
		find_by_linker((void **)&real + i);
}

void real_find(void **place)
{
	static enum { NOT_YET, BY_TABLES, BY_LINKER } how;
	size_t i = (size_t)(place - (void **)&real);
	void *found;

	if (how == NOT_YET) {
		how = objects_note_later(_DYNAMIC) ? BY_TABLES : BY_LINKER;
		if (how == BY_LINKER)
			find_all_by_linker();
	}
	if (how == BY_LINKER)
		return;
	if (object_symbol_later((const char *)&names + name_at[i], &found))
		store_release(place, found);
	else
		find_by_linker(place);
}

void real_find_all(void)
{
	for (size_t i = 0; i < REALS; i++)
		if (!load_acquire((void **)&real + i))
			real_find((void **)&real + i);
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
	void *found = NULL;

	if (!object_symbol_later("clock_gettime", &found))
		found = dlsym(RTLD_NEXT, "clock_gettime");
	if (found && is_libcs((uintptr_t)found))
		sys_clock = found;
}

void real_ready(void)
{
	(void)REAL(close);
	take_clock();
}

#endif
