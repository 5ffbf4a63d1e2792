/* Loading libraries; see lazy.h. */
#include "lazy.h"

#include <dlfcn.h>

#include "command.h"

struct lazy_dw dw;
struct lazy_elf libelf;
struct lazy_jansson jansson;

struct function {
	const char *name;
	void **place;
};

#define FUNCTION(name) { #name, (void **)&dw.name },
static const struct function of_dw[] = {
#include "lazy_dw.def"
};
#undef FUNCTION

#define FUNCTION(name) { #name, (void **)&libelf.name },
static const struct function of_elf[] = {
#include "lazy_elf.def"
};
#undef FUNCTION

#define FUNCTION(name) { #name, (void **)&jansson.name },
static const struct function of_jansson[] = {
#include "lazy_jansson.def"
};
#undef FUNCTION

struct library {
	const char *name;
	const struct function *functions;
	size_t count;
	const char *missed; /* what there is not without it */
	bool tried, loaded;
};

static bool load_now(const struct library *library)
{
	void *handle = dlopen(library->name, RTLD_NOW | RTLD_LOCAL);
	const char *why = handle == NULL ? dlerror() : NULL;

	for (size_t i = 0; why == NULL && i < library->count; i++) {
		*library->functions[i].place = dlsym(handle, library->functions[i].name);
		if (*library->functions[i].place == NULL)
			why = dlerror();
	}
	if (why != NULL)
		complain("no %s: %s", library->missed, why);
	return why == NULL;
}

static bool load(struct library *library)
{
	if (!library->tried) {
		library->tried = true;
		library->loaded = load_now(library);
	}
	return library->loaded;
}

bool elf_load(void)
{
	static struct library elf = { "libelf.so.1", of_elf, array_size(of_elf),
				      "names of functions", false, false };

	return load(&elf);
}

bool dw_load(void)
{
	static struct library libdw = { "libdw.so.1", of_dw, array_size(of_dw),
					"names of functions and lines", false, false };

	return load(&libdw) && elf_load();
}

bool jansson_load(void)
{
	static struct library json = { "libjansson.so.4", of_jansson, array_size(of_jansson),
				       "JSON", false, false };

	return load(&json);
}
