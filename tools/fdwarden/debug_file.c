/* Looking for separate debug files; see debug_file.h. */
#include "debug_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lazy.h"
#include "pool.h"

/* Is a file there that the name in .gnu_debuglink may mean? See gdb, "Separate Debug Files". */
static bool is_linked_file_there(const char *module, const char *name)
{
	static const struct {
		const char *before, *between;
	} places[] = { { "", "/" }, { "", "/.debug/" }, { "/usr/lib/debug", "/" } };
	const char *slash = strrchr(module, '/');
	struct pool pool = { NULL };
	bool found = false;

	for (size_t i = 0; slash != NULL && !found && i < array_size(places); i++)
		found = access(pool_format(&pool, "%s%.*s%s%s", places[i].before,
					   (int)(slash - module), module, places[i].between, name),
			       R_OK) == 0;
	pool_free(&pool);
	return found;
}

int debug_file_find(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
		    const char *file, const char *linked, GElf_Word crc, char **found)
{
	const char *servers = getenv("DEBUGINFOD_URLS");
	int fd =
		dw.dwfl_build_id_find_debuginfo(module, data, name, base, file, linked, crc, found);

	if (fd >= 0)
		return fd;
	if ((servers == NULL || servers[0] == '\0') &&
	    (file == NULL || linked == NULL || !is_linked_file_there(file, linked)))
		return -1;
	return dw.dwfl_standard_find_debuginfo(module, data, name, base, file, linked, crc, found);
}
