/* One place for a finding; see place.h. */
#include "place.h"

#include <string.h>

#include "report/message.h"

const struct report_stack *place_stack(const struct report_finding *f)
{
	const struct report_stack *main = report_stack_of(f, report_main_role(f->kind));

	return main != NULL || f->stack_count == 0 ? main : &f->stacks[0];
}

const struct report_frame *place_frame(const struct report_stack *stack)
{
	const struct report_frame *with_line = NULL;

	if (stack == NULL || stack->frame_count == 0)
		return NULL;
	for (unsigned int i = 0; i < stack->frame_count; i++) {
		const struct report_frame *frame = &stack->frames[i];

		if (frame->line <= 0 || frame->file == NULL)
			continue;
		if (frame->own)
			return frame;
		if (with_line == NULL)
			with_line = frame;
	}
	return with_line != NULL ? with_line : &stack->frames[0];
}

/* Takes out what leads nowhere: in place, for it only gets shorter. */
static void tidy(char *path)
{
	char *to = path;
	const char *from = path;

	while (*from != '\0') {
		size_t bytes = strcspn(from + 1, "/") + 1; /* "/name" */

		if (bytes == 3 && memcmp(from, "/..", 3) == 0) {
			while (to > path && *--to != '/')
				;
		} else if (bytes > 1 && !(bytes == 2 && from[1] == '.')) {
			memmove(to, from, bytes);
			to += bytes;
		}
		from += bytes;
	}
	*to = '\0';
}

char *place_file(struct pool *pool, const struct report_frame *frame)
{
	char *path;

	if (frame->file == NULL)
		return NULL;
	if (frame->file[0] == '/' || frame->directory == NULL)
		path = pool_text(pool, frame->file, strlen(frame->file));
	else
		path = pool_format(pool, "%s/%s", frame->directory, frame->file);
	if (path[0] == '/') {
		tidy(path);
		return path;
	}
	if (strncmp(path, "..", 2) == 0)
		return path; /* it leads out of a place that is not known */
	path = pool_format(pool, "/%s", path);
	tidy(path);
	return path[0] == '/' ? path + 1 : path;
}
