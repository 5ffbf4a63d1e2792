/* Frames of a stack: inlined ones unfolded, our own left out, the user's marked. */
#include "stacks.h"

#include <stdlib.h>
#include <string.h>

#include "identity.h"

/* More than the library keeps of any stack; a corrupt ledger may claim more. */
#define PCS_MAX 1024

struct frame_list {
	struct report_frame *all;
	size_t count;
};

static bool is_fdwarden(const char *module)
{
	const char *slash = module != NULL ? strrchr(module, '/') : NULL;

	return slash != NULL && strncmp(slash + 1, "libfdwarden.so", 14) == 0;
}

static struct symbols *symbols_of(struct document *d)
{
	if (d->symbols == NULL)
		d->symbols = symbols_new();
	return d->symbols;
}

static void add_frames(struct document *d, struct process *p, struct frame_list *list, uint64_t pc,
		       unsigned int epoch, bool exact)
{
	const struct ledger_module *module = ledger_module(&p->ledger, pc, epoch);
	const struct report_frame *frames;
	unsigned int count;

	frames = symbols_at(symbols_of(d), module, pc, exact, &count);
	if (is_fdwarden(frames[0].module))
		return;
	for (unsigned int i = 0; i < count; i++) {
		struct report_frame *frame = grow(&list->all, &list->count, sizeof(*frame));

		*frame = frames[i];
		frame->pc = pc;
	}
}

/* The trampoline that a signal handler returns to: what is below was not called. */
static bool is_signal_return(const struct frame_list *list)
{
	const char *name = list->count > 0 ? list->all[list->count - 1].function : NULL;

	return name != NULL && strcmp(name, SIGNAL_RETURN) == 0;
}

/*
 * The user's own: code with file and line that is not the system's; where
 * there is none, everything that is not a library of the system.
 */
static void mark_own(struct document *d, struct frame_list *list)
{
	const struct report_frame *first = NULL;

	for (size_t i = 0; i < list->count; i++) {
		struct report_frame *frame = &list->all[i];

		frame->own = frame->file != NULL && !module_is_system(frame->module);
		if (frame->own && first == NULL) {
			frame->source = symbols_source(symbols_of(d), frame);
			first = frame;
		}
	}
	for (size_t i = 0; first == NULL && i < list->count; i++)
		list->all[i].own = !module_is_system_library(list->all[i].module);
}

void stacks_make(struct document *d, struct process *p, const struct raw_stack *raw,
		 struct report_stack *stack)
{
	struct frame_list list = { NULL, 0 };
	uint64_t pcs[PCS_MAX];
	unsigned int epoch = 0;
	unsigned int count = ledger_stack(&p->ledger, raw->event.stack, pcs, PCS_MAX, &epoch);
	struct report_frame *frames;

	for (unsigned int i = 0; i < count; i++)
		add_frames(d, p, &list, pcs[i], epoch, is_signal_return(&list));
	mark_own(d, &list);
	frames = pool_take(&d->pool, list.count * sizeof(*frames));
	if (list.count > 0)
		memcpy(frames, list.all, list.count * sizeof(*frames));
	free(list.all);
	stack->role = raw->role;
	stack->call = ledger_call(&p->ledger, raw->event.call);
	stack->tid = raw->event.tid;
	stack->thread = ledger_thread_name(&p->ledger, raw->event.tid);
	stack->ns = raw->event.ns;
	stack->count = raw->count;
	stack->frames = frames;
	stack->frame_count = (unsigned int)list.count;
}
