/* A suppression made from a finding. */
#include <string.h>

#include "policy/kinds.h"
#include "report/message.h"
#include "suppressions.h"

static const char *generated_frame(struct pool *pool, const struct report_frame *frame)
{
	if (frame->function != NULL && strpbrk(frame->function, "*?") == NULL)
		return pool_format(pool, "   fun:%s\n", frame->function);
	if (frame->function != NULL) { /* a * in the name itself: ? fits it, too */
		char *line = pool_format(pool, "   fun:%s\n", frame->function);

		for (char *c = line; *c != '\0'; c++)
			if (*c == '*')
				*c = '?';
		return line;
	}
	return frame->module != NULL ? pool_format(pool, "   obj:%s\n", frame->module) : "   ...\n";
}

const char *suppressions_generate(struct pool *pool, const struct report_finding *f)
{
	const struct report_stack *stack = report_stack_of(f, report_main_role(f->kind));
	const char *text = pool_format(pool, "{\n   %s %s\n   %s\n", kind_name((int)f->kind), f->id,
				       kind_name((int)f->kind));
	unsigned int count = 0;

	/* Where the innermost function has no name, the call says at least what it does. */
	if (stack != NULL && stack->call != NULL && stack->frame_count > 0 &&
	    stack->frames[0].function == NULL)
		text = pool_format(pool, "%s   call:%s\n", text, stack->call);
	for (unsigned int i = 0; stack != NULL && i < stack->frame_count && count < 12; i++) {
		const struct report_frame *frame = &stack->frames[i];
		const char *last = frame->language == LANGUAGE_PYTHON ? "<module>" : "main";

		if (frame->folded)
			continue;
		count++;
		text = pool_format(pool, "%s%s", text, generated_frame(pool, frame));
		if (frame->function != NULL && strcmp(frame->function, last) == 0)
			break;
	}
	return pool_format(pool, "%s}\n", text);
}
