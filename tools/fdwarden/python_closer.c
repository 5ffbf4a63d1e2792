/*
 * Who closed it, in a Python programmer's words. What Python's own objects do is
 * C, so the innermost Python frame is the line that made them do it; what that
 * line says, and the names of the interpreter's functions where they are
 * known, tell the rest. Where they do not, only the place is named.
 */
#include "python_closer.h"

#include <string.h>

#define EXIT " (with-block exit)"

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool is_with(const char *line)
{
	return line != NULL &&
	       (strncmp(line, "with ", 5) == 0 || strncmp(line, "async with ", 11) == 0);
}

static bool says(const char *line, const char *what)
{
	return line != NULL && strstr(line, what) != NULL;
}

/* The index of the innermost Python frame, of the user's if asked; else the count. */
static unsigned int innermost(const struct report_stack *stack, bool users)
{
	unsigned int i = 0;

	while (i < stack->frame_count && (stack->frames[i].language != LANGUAGE_PYTHON ||
					  (users && !stack->frames[i].own)))
		i++;
	return i;
}

static bool has_name(const struct report_frame *frame, const char *const *names, size_t count)
{
	for (size_t i = 0; frame->function != NULL && i < count; i++)
		if (strstr(frame->function, names[i]) != NULL)
			return true;
	return false;
}

/* The interpreter's functions between the close and frame `end` are among these. */
static bool runs_through(const struct report_stack *stack, unsigned int end,
			 const char *const *names, size_t count)
{
	for (unsigned int i = 0; i < end; i++)
		if (has_name(&stack->frames[i], names, count))
			return true;
	return false;
}

static bool is_by_object(const struct report_stack *stack, unsigned int end, const char *line)
{
	static const char *const names[] = { "FileIO", "fileio", "iobase", "internal_close",
					     "sock_close", "pyepoll" };

	return runs_through(stack, end, names, array_size(names)) || is_with(line) ||
	       (says(line, ".close()") && !says(line, "os.close")) || says(line, ".__exit__(") ||
	       strcmp(base_name(stack->frames[end].file), "socket.py") == 0;
}

static bool is_by_finalizer(const struct report_stack *stack, unsigned int end, const char *line)
{
	static const char *const names[] = { "PyObject_CallFinalizer", "_finalize", "_dealloc",
					     "finalize_garbage" };

	return runs_through(stack, end, names, array_size(names)) ||
	       (line != NULL && strncmp(line, "del ", 4) == 0) || says(line, "gc.collect(");
}

/* Code that is not the interpreter's. */
static bool is_by_other_code(const struct report_stack *stack, unsigned int end)
{
	for (unsigned int i = 0; i < end; i++)
		if (!stack->frames[i].folded && stack->frames[i].module != NULL)
			return true;
	return false;
}

/* Python's classes for what a descriptor refers to. */
static const char *class_of(const char *object)
{
	if (object != NULL && (strcmp(object, "socket") == 0 || strcmp(object, "epoll") == 0))
		return object;
	return "file";
}

static const char *by(struct pool *pool, const struct report_stack *stack, unsigned int inner,
		      const char *line, const char *object)
{
	const char *class = class_of(object);

	if (is_by_other_code(stack, inner))
		return NULL;
	if (is_by_finalizer(stack, inner, line))
		return pool_format(pool, "the %s object's finalizer (garbage collection) ", class);
	if (is_by_object(stack, inner, line))
		return pool_format(pool, "the %s object's close() ", class);
	return says(line, "os.close(") ? "os.close() " : NULL;
}

/* The line is a with statement that is left: the object's own exit, or one in Python. */
static bool is_block_exit(const struct report_stack *stack, unsigned int inner, unsigned int users,
			  const char *line)
{
	static const char *const exits[] = { "__exit__", "__aexit__" };

	if (!is_with(line))
		return false;
	for (unsigned int i = inner; i < users; i++)
		if (has_name(&stack->frames[i], exits, array_size(exits)))
			return true;
	return inner == users;
}

const char *python_closer(struct pool *pool, struct symbols *symbols,
			  const struct report_stack *stack, const char *object)
{
	unsigned int inner = innermost(stack, false), users = innermost(stack, true);
	const struct report_frame *place;
	const char *closer;

	if (inner == stack->frame_count || stack->call == NULL ||
	    strcmp(stack->call, "close") != 0)
		return NULL;
	if (users == stack->frame_count)
		users = inner;
	place = &stack->frames[users];
	if (place->line == 0)
		return NULL;
	closer = by(pool, stack, inner, symbols_source(symbols, &stack->frames[inner]), object);
	return pool_format(
		pool, "%sat %s:%d%s", closer != NULL ? closer : "", base_name(place->file),
		place->line,
		is_block_exit(stack, inner, users, symbols_source(symbols, place)) ? EXIT : "");
}
