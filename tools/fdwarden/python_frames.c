/* Python frames, from what the library copied of the interpreter's code objects. */
#include "python_frames.h"

#include <limits.h>
#include <string.h>

#include "python_lines.h"

bool python_is_frame(uint64_t word)
{
	return word >> 32 == FRAME_PYTHON || word >> 32 == FRAME_PYTHON_ENTRY;
}

bool python_is_entry(uint64_t word)
{
	return word >> 32 == FRAME_PYTHON_ENTRY;
}

bool python_is_loop(const struct report_frame *frame)
{
	static const char loop[] = "_PyEval_EvalFrameDefault";

	/* Compilers split parts off: .cold, .part.0 */
	return frame->function != NULL && strncmp(frame->function, loop, sizeof(loop) - 1) == 0 &&
	       (frame->function[sizeof(loop) - 1] == '\0' ||
		frame->function[sizeof(loop) - 1] == '.');
}

bool python_is_library(const char *file)
{
	if (strncmp(file, "<frozen ", 8) == 0)
		return true;
	for (const char *at = file; (at = strstr(at, "/python")) != NULL; at++)
		if (at[7] >= '2' && at[7] <= '9' &&
		    ((at - file >= 4 && strncmp(at - 4, "/lib", 4) == 0) ||
		     (at - file >= 6 && strncmp(at - 6, "/lib64", 6) == 0)))
			return true;
	return strstr(file, "/site-packages/") != NULL || strstr(file, "/dist-packages/") != NULL;
}

/* A relative name is relative to where the program began. */
static const char *directory_of(struct document *d, struct process *p, const char *file)
{
	const struct ledger_header *h = p->ledger.header;
	const char *cwd;

	if (file[0] == '/' || file[0] == '<' || h->cwd_bytes > PATH_MAX)
		return NULL;
	cwd = ledger_bytes(&p->ledger, h->cwd, h->cwd_bytes);
	return cwd != NULL ? pool_text(&d->pool, cwd, strnlen(cwd, h->cwd_bytes)) : NULL;
}

/*
 * Calls of Python classes run through a helper that has no line
 * (_Py_InitCleanup, 3.12): tracebacks leave it out.
 */
static bool is_helper(const struct report_frame *frame)
{
	return frame->line == 0 && strcmp(frame->function, "__init__") == 0 &&
	       strcmp(frame->file, "__init__") == 0;
}

bool python_frame(struct document *d, struct process *p, uint64_t word, struct report_frame *frame)
{
	const struct ledger_place *place = ledger_place(&p->ledger, (uint32_t)word);
	const struct ledger_code *code = place != NULL ? ledger_code(&p->ledger, place->code)
						       : NULL;
	const char *file;

	if (code == NULL)
		return false;
	memset(frame, 0, sizeof(*frame));
	file = code->bytes + code->name_bytes;
	frame->language = LANGUAGE_PYTHON;
	frame->function = pool_text(&d->pool, code->bytes, code->name_bytes);
	frame->file = pool_text(&d->pool, file, code->file_bytes);
	frame->directory = directory_of(d, p, frame->file);
	frame->line = python_line((enum line_table)code->lines,
				  (const uint8_t *)file + code->file_bytes, code->table_bytes,
				  code->first_line <= INT32_MAX ? (int)code->first_line : 0,
				  place->offset);
	return !is_helper(frame);
}
