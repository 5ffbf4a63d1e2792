/*
 * Resolution of the real functions in the shared library: the next definition
 * in the search order, which is libc's, or that of a library that stands in
 * front of libc as we do (a sanitizer's interceptor).
 */
#include "hooks/real.h"

#ifndef FDWARDEN_STATIC

#include <dlfcn.h>

struct real real;
bool real_resolved;

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
	store_release(&real_resolved, true);
}

#endif
