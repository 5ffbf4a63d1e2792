/* Demangling, by libiberty. */
#include "demangle.h"

#include <libiberty/demangle.h>
#include <stdlib.h>
#include <string.h>

/* What nobody writes out, in the text: in place. */
static void shorten(char *text)
{
	static const char *const longs[] = {
		"std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >",
		"std::basic_string<char, std::char_traits<char>, std::allocator<char> >",
	};

	for (size_t i = 0; i < array_size(longs); i++) {
		size_t bytes = strlen(longs[i]);

		for (char *at = text; (at = strstr(at, longs[i])) != NULL;) {
			char *after = at + bytes;

			at = mempcpy(at, "std::string", strlen("std::string"));
			if (after[0] == ' ' && after[1] == '>') /* "> >" only keeps apart */
				after++;
			memmove(at, after, strlen(after) + 1);
		}
	}
}

const char *demangled(struct pool *pool, const char *name)
{
	char *plain = cplus_demangle(name, DMGL_PARAMS | DMGL_ANSI | DMGL_AUTO);
	const char *kept;

	if (plain == NULL)
		return pool_text(pool, name, strlen(name));
	shorten(plain);
	kept = pool_text(pool, plain, strlen(plain));
	free(plain);
	return kept;
}
