/*
 * Addresses to names: the line table, the chain of inlined functions, and the
 * symbol table where there is no debug information.
 */
#include "dwarf_frames.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
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

/* The name as people write it: C++ and Rust are demangled. */
static const char *demangled(struct pool *pool, const char *name)
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

static const char *die_function(struct pool *pool, Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	const char *name = NULL;

	if (dwarf_attr_integrate(die, DW_AT_linkage_name, &attr) != NULL ||
	    dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attr) != NULL)
		name = dwarf_formstring(&attr);
	if (name != NULL)
		return demangled(pool, name);
	if (dwarf_attr_integrate(die, DW_AT_name, &attr) != NULL)
		name = dwarf_formstring(&attr);
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
	if (dwarf_attr(cu, DW_AT_comp_dir, &attr) != NULL)
		directory = dwarf_formstring(&attr);
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
	Dwarf_Line *line = dwarf_getsrc_die(cu, address);
	int number = 0;

	if (line == NULL)
		return;
	set_file(pool, frame, cu, dwarf_linesrc(line, NULL, NULL));
	if (frame->file != NULL && dwarf_lineno(line, &number) == 0 && number > 0)
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

	if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attr), &index) != 0 ||
	    dwarf_getsrcfiles(cu, &files, &count) != 0 || index >= count)
		return;
	set_file(pool, frame, cu, dwarf_filesrc(files, index, NULL, NULL));
	if (frame->file != NULL &&
	    dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attr), &line) == 0 && line > 0 &&
	    line < INT32_MAX)
		frame->line = (int)line;
}

/* clang writes no .debug_aranges: then every unit is asked. */
static Dwarf_Die *unit_of(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
	Dwarf_Die *cu = dwfl_module_addrdie(module, address, bias);

	if (cu != NULL)
		return cu;
	while ((cu = dwfl_module_nextcu(module, cu, bias)) != NULL)
		if (dwarf_haspc(cu, address - *bias) > 0)
			return cu;
	return NULL;
}

static bool is_function(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

/*
 * The scopes from the innermost function outwards. dwarf_getscopes leaves the
 * concrete tree where it meets an inlined function, so its die is asked anew.
 */
static int function_scopes(Dwarf_Die *cu, Dwarf_Addr address, Dwarf_Die **scopes)
{
	Dwarf_Die *around = NULL;
	int count = dwarf_getscopes(cu, address, &around);
	int found = 0;

	for (int i = 0; i < count; i++) {
		if (is_function(&around[i])) {
			found = dwarf_getscopes_die(&around[i], scopes);
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
		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram || used + 2 > FRAMES_INLINED_MAX)
			break;
		frames[used].inlined = true;
		used++;
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
		dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL);

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
