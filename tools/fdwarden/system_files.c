/* What belongs to the system is told by where it lies. */
#include "system_files.h"

#include <string.h>

#include "base/compiler.h"

static bool starts_with_any(const char *path, const char *const *prefixes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(path, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	return false;
}

bool module_is_system_library(const char *module)
{
	static const char *const prefixes[] = { "/lib/",       "/lib32/",     "/lib64/",
						"/libx32/",    "/usr/lib/",   "/usr/lib32/",
						"/usr/lib64/", "/usr/libx32/" };

	return module == NULL || module[0] != '/' ||
	       starts_with_any(module, prefixes, array_size(prefixes));
}

bool module_is_system(const char *module)
{
	static const char *const prefixes[] = { "/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/",
						"/usr/libexec/" };

	return module_is_system_library(module) ||
	       starts_with_any(module, prefixes, array_size(prefixes));
}
