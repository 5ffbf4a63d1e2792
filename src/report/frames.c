/* Which frames of a stack are worth showing. */
#include <string.h>

#include "report/report.h"

/* Code of libc that runs before main or a thread's function, and below it. */
static bool is_start_code(const char *function)
{
	static const char *const names[] = { "_start",
					     "__libc_start_main",
					     "__libc_start_call_main",
					     "__libc_start_main_impl",
					     "start_thread",
					     "clone",
					     "clone3",
					     "__clone3",
					     "__clone" };

	if (function == NULL)
		return false;
	for (size_t i = 0; i < array_size(names); i++)
		if (strcmp(function, names[i]) == 0)
			return true;
	return false;
}

const char *report_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static bool is_native_main(const struct report_frame *frame)
{
	return frame->language == LANGUAGE_NATIVE && frame->own && !frame->inlined &&
	       frame->function != NULL && strcmp(frame->function, "main") == 0;
}

/* An interpreter's frames, and libc's that called it: libc's often have no names. */
static bool is_below_interpreter(const struct report_frame *frame)
{
	return frame->folded || (frame->language == LANGUAGE_NATIVE && frame->module != NULL &&
				 strncmp(report_base_name(frame->module), "libc.so", 7) == 0);
}

unsigned int report_frames_shown(const struct report_stack *stack, bool all)
{
	unsigned int count = stack->frame_count, kept = count;
	bool has_interpreter = false;

	if (all)
		return count;
	for (unsigned int i = 1; i < count; i++)
		if (is_start_code(stack->frames[i].function) ||
		    is_native_main(&stack->frames[i - 1]))
			count = i;
	for (kept = count; kept > 0 && is_below_interpreter(&stack->frames[kept - 1]); kept--)
		has_interpreter |= stack->frames[kept - 1].folded;
	return has_interpreter ? kept : count;
}
