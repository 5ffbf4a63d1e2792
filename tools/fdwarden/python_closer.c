/*
 * Who closed it, in a Python programmer's words. What Python's own objects do is
 * C, so the innermost Python frame is the line that made them do it; what that
 * line says, and the names of the interpreter's functions where they are
 * known, tell the rest. Where they do not, only the place is named.
 */
#include "python_closer.h"

#include <string.h>

#define OBJECT_CLOSE "the file object's close()"

static const struct report_frame *innermost(const struct report_stack *stack, bool users)
{
	for (unsigned int i = 0; i < stack->frame_count; i++)
		if (stack->frames[i].language == LANGUAGE_PYTHON &&
		    (!users || stack->frames[i].own))
			return &stack->frames[i];
	return NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool is_with(const char *line)
{
	return strncmp(line, "with ", 5) == 0 || strncmp(line, "async with ", 11) == 0;
}

/* The interpreter's functions between the close and the Python frame, by name. */
static bool is_by_file_object(const struct report_stack *stack, const struct report_frame *frame)
{
	static const char *const names[] = { "FileIO", "fileio", "iobase", "internal_close" };

	for (unsigned int i = 0; &stack->frames[i] != frame; i++)
		for (size_t k = 0; k < array_size(names); k++)
			if (stack->frames[i].function != NULL &&
			    strstr(stack->frames[i].function, names[k]) != NULL)
				return true;
	return false;
}

/* By what, if that is known. */
static const char *by(const struct report_stack *stack, const struct report_frame *inner,
		      const char *line)
{
	if (strcmp(base_name(inner->file), "socket.py") == 0 && !inner->own)
		return "the socket object's close()";
	if (is_by_file_object(stack, inner))
		return OBJECT_CLOSE;
	if (line == NULL)
		return NULL;
	if (is_with(line) || (strstr(line, ".close()") != NULL && strstr(line, "os.close") == NULL))
		return OBJECT_CLOSE;
	return strstr(line, "os.close(") != NULL ? "os.close()" : NULL;
}

const char *python_closer(struct pool *pool, struct symbols *symbols,
			  const struct report_stack *stack)
{
	const struct report_frame *inner = innermost(stack, false);
	const struct report_frame *users = innermost(stack, true);
	const char *line, *closer;

	if (inner == NULL || stack->call == NULL || strcmp(stack->call, "close") != 0)
		return NULL;
	if (users == NULL)
		users = inner;
	if (users->line == 0)
		return NULL;
	line = symbols_source(symbols, inner);
	closer = by(stack, inner, line);
	return pool_format(pool, "%s%sat %s:%d%s", closer != NULL ? closer : "",
			   closer != NULL ? " " : "", base_name(users->file), users->line,
			   users == inner && line != NULL && is_with(line) ? " (with-block exit)"
									   : "");
}
