/*
 * Addresses to names: the line table, the chain of inlined functions, and the
 * symbol table where there is no debug information.
 */
#include "dwarf_frames.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "demangle.h"
#include "lazy.h"

static const char *die_function(struct pool *pool, Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	const char *name = NULL;

	if (dw.dwarf_attr_integrate(die, DW_AT_linkage_name, &attr) != NULL ||
	    dw.dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attr) != NULL)
		name = dw.dwarf_formstring(&attr);
	if (name != NULL)
		return demangled(pool, name);
	if (dw.dwarf_attr_integrate(die, DW_AT_name, &attr) != NULL)
		name = dw.dwarf_formstring(&attr);
	return name != NULL ? pool_text(pool, name, strlen(name)) : NULL;
}

/* libdw joins names with the compilation directory: take that off again. */
static void set_file(struct pool *pool, struct report_frame *frame, Dwarf_Die *cu, const char *path)
{
	Dwarf_Attribute attr;
	const char *directory = NULL;
	size_t bytes;

	if (path == NULL)
		return;
	if (dw.dwarf_attr(cu, DW_AT_comp_dir, &attr) != NULL)
		directory = dw.dwarf_formstring(&attr);
	bytes = directory != NULL ? strlen(directory) : 0;
	if (bytes > 0 && strncmp(path, directory, bytes) == 0 && path[bytes] == '/')
		path += bytes + 1;
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	frame->file = pool_text(pool, path, strlen(path));
	if (bytes > 0)
		frame->directory = pool_text(pool, directory, bytes);
}

static void set_line(struct pool *pool, struct report_frame *frame, Dwarf_Die *cu,
		     Dwarf_Addr address)
{
	Dwarf_Line *line = dw.dwarf_getsrc_die(cu, address);
	int number = 0;

	if (line == NULL)
		return;
	set_file(pool, frame, cu, dw.dwarf_linesrc(line, NULL, NULL));
	if (frame->file != NULL && dw.dwarf_lineno(line, &number) == 0 && number > 0)
		frame->line = number;
}

/* Where an inlined function was called: the line of the frame below it. */
static void set_call_site(struct pool *pool, struct report_frame *frame, Dwarf_Die *cu,
			  Dwarf_Die *inlined)
{
	Dwarf_Attribute attr;
	Dwarf_Files *files;
	Dwarf_Word index, line;
	size_t count;

	if (dw.dwarf_formudata(dw.dwarf_attr(inlined, DW_AT_call_file, &attr), &index) != 0 ||
	    dw.dwarf_getsrcfiles(cu, &files, &count) != 0 || index >= count)
		return;
	set_file(pool, frame, cu, dw.dwarf_filesrc(files, index, NULL, NULL));
	if (frame->file != NULL &&
	    dw.dwarf_formudata(dw.dwarf_attr(inlined, DW_AT_call_line, &attr), &line) == 0 &&
	    line > 0 && line < INT32_MAX)
		frame->line = (int)line;
}

/*
 * clang writes no .debug_aranges: then every unit is asked. Where some units have
 * them and others not, libdwfl takes the gap within a unit for the unit's own.
 */
static Dwarf_Die *unit_of(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
	Dwarf_Die *cu = dw.dwfl_module_addrdie(module, address, bias);

	if (cu != NULL && dw.dwarf_haspc(cu, address - *bias) > 0)
		return cu;
	cu = NULL;
	while ((cu = dw.dwfl_module_nextcu(module, cu, bias)) != NULL)
		if (dw.dwarf_haspc(cu, address - *bias) > 0)
			return cu;
	return NULL;
}

static bool is_function(Dwarf_Die *die)
{
	int tag = dw.dwarf_tag(die);

	return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

/*
 * The scopes from the innermost function outwards. dwarf_getscopes leaves the
 * concrete tree where it meets an inlined function, so its die is asked anew.
 */
static int function_scopes(Dwarf_Die *cu, Dwarf_Addr address, Dwarf_Die **scopes)
{
	Dwarf_Die *around = NULL;
	int count = dw.dwarf_getscopes(cu, address, &around);
	int found = 0;

	for (int i = 0; i < count; i++) {
		if (is_function(&around[i])) {
			found = dw.dwarf_getscopes_die(&around[i], scopes);
			break;
		}
	}
	free(around);
	return found;
}

static unsigned int frames_of_unit(struct pool *pool, Dwarf_Die *cu, Dwarf_Addr address,
				   struct report_frame frames[FRAMES_INLINED_MAX])
{
	Dwarf_Die *scopes = NULL;
	int count = function_scopes(cu, address, &scopes);
	unsigned int used = 0;

	set_line(pool, &frames[0], cu, address);
	for (int i = 0; i < count; i++) {
		if (!is_function(&scopes[i]))
			continue;
		frames[used].function = die_function(pool, &scopes[i]);
		if (dw.dwarf_tag(&scopes[i]) == DW_TAG_subprogram || used + 2 > FRAMES_INLINED_MAX)
			break;
		/* A wrapper in a header (fortify's, ours) is no frame that anybody wrote. */
		if (!dw.dwarf_hasattr_integrate(&scopes[i], DW_AT_artificial)) {
			frames[used].inlined = true;
			used++;
		}
		memset(&frames[used], 0, sizeof(frames[used]));
		set_call_site(pool, &frames[used], cu, &scopes[i]);
	}
	free(scopes);
	return used + 1;
}

/* A symbol counts only where it has a size and holds the address. */
static const char *symbol_name(struct pool *pool, Dwfl_Module *module, Dwarf_Addr address)
{
	GElf_Off offset;
	GElf_Sym symbol;
	const char *name =
		dw.dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL);

	if (name == NULL || name[0] == '\0' || symbol.st_size == 0 || offset >= symbol.st_size)
		return NULL;
	return demangled(pool, name);
}

unsigned int dwarf_frames(struct pool *pool, Dwfl_Module *module, Dwarf_Addr address,
			  struct report_frame frames[FRAMES_INLINED_MAX])
{
	Dwarf_Addr bias = 0;
	Dwarf_Die *cu = unit_of(module, address, &bias);
	unsigned int count = 1;

	if (cu != NULL)
		count = frames_of_unit(pool, cu, address - bias, frames);
	if (frames[count - 1].function == NULL)
		frames[count - 1].function = symbol_name(pool, module, address);
	return count;
}
