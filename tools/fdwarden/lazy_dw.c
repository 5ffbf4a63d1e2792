/* Loading libdw; see lazy_dw.h. */
#include "lazy_dw.h"

#include <dlfcn.h>

#include "command.h"

#define LIBRARY "libdw.so.1"

struct lazy_dw dw;

static const struct function {
	const char *name;
	void **place;
} functions[] = {
#define DW(name) { #name, (void **)&dw.name },
#include "lazy_dw.def"
#undef DW
};

static bool load(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	const char *why = library == NULL ? dlerror() : NULL;

	for (size_t i = 0; why == NULL && i < array_size(functions); i++) {
		*functions[i].place = dlsym(library, functions[i].name);
		if (*functions[i].place == NULL)
			why = dlerror();
	}
	if (why != NULL)
		complain("no names of functions and lines: %s", why);
	return why == NULL;
}

bool dw_load(void)
{
	static bool tried, loaded;

	if (!tried) {
		tried = true;
		loaded = load();
	}
	return loaded;
}
