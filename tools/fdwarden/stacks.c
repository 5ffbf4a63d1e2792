/* Frames of a stack: inlined ones unfolded, our own left out, the user's marked. */
#include "stacks.h"

#include <stdlib.h>
#include <string.h>

#include "identity.h"
#include "python_frames.h"
#include "system_files.h"

/* More than the library keeps of any stack; a corrupt ledger may claim more. */
#define PCS_MAX 1024

struct frame_list {
	struct report_frame *all;
	size_t count;
	const uint64_t *python; /* the Python frames that are not in it yet */
	unsigned int python_count;
	bool has_python;
	enum frame_detail detail;
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

/* The Python frames that one evaluation loop ran; all that are left if there is no loop. */
static void add_python(struct document *d, struct process *p, struct frame_list *list, bool all)
{
	struct report_frame frame;
	uint64_t word;

	while (list->python_count > 0) {
		word = *list->python++;
		list->python_count--;
		if (python_frame(d, p, word, &frame)) {
			*(struct report_frame *)grow(&list->all, &list->count, sizeof(frame)) =
				frame;
			list->has_python = true;
		}
		if (!all && python_is_entry(word))
			break;
	}
}

/* What a sanitizer that is linked in statically puts between the program and libc. */
static bool is_interceptor(const struct report_frame *frame)
{
	const char *name = frame->function;

	if (name == NULL)
		return false;
	name += strspn(name, "_");
	return strncmp(name, "interceptor_", 12) == 0;
}

static void add_frames(struct document *d, struct process *p, struct frame_list *list, uint64_t pc,
		       unsigned int epoch, bool exact)
{
	const struct ledger_module *module = ledger_module(&p->ledger, pc, epoch);
	const struct report_frame *frames;
	unsigned int count;

	frames = symbols_at(symbols_of(d), module, pc, exact, list->detail, &count);
	if (is_fdwarden(frames[0].module))
		return;
	if (python_is_loop(&frames[count - 1]))
		add_python(d, p, list, false);
	for (unsigned int i = 0; i < count; i++) {
		struct report_frame *frame;

		if (list->count == 0 && is_interceptor(&frames[i]))
			continue;
		frame = grow(&list->all, &list->count, sizeof(*frame));

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

		frame->own = frame_is_users(frame);
		if (frame->own && first == NULL) {
			frame->source = symbols_source(symbols_of(d), frame);
			first = frame;
		}
	}
	for (size_t i = 0; first == NULL && i < list->count; i++)
		list->all[i].own = list->all[i].language == LANGUAGE_NATIVE &&
				   !list->all[i].folded &&
				   !module_is_system_library(list->all[i].module);
}

/* The files that interpreters are in: python3.11, libpython3.11.so.1.0; and those of its
 * library: python3.11/lib-dynload/_socket.cpython-311-x86_64-linux-gnu.so */
static bool is_python(const char *module)
{
	const char *slash = module != NULL ? strrchr(module, '/') : NULL;

	return slash != NULL &&
	       (strncmp(slash + 1, "python", 6) == 0 ||
		strncmp(slash + 1, "libpython", 9) == 0 || strstr(module, "/lib-dynload/") != NULL);
}

/* Beside the frames of the language, those of its interpreter say little. */
static void fold(struct frame_list *list)
{
	const char *interpreter = NULL;

	for (size_t i = 0; i < list->count && interpreter == NULL; i++)
		if (python_is_loop(&list->all[i]))
			interpreter = list->all[i].module;
	for (size_t i = 0; list->has_python && i < list->count; i++) {
		struct report_frame *frame = &list->all[i];

		frame->folded = frame->module != NULL &&
				(is_python(frame->module) || frame->module == interpreter);
	}
}

/* The frames of a hook: what it calls may be inlined or not. */
#define HOOK_FRAMES_MAX 6

/*
 * With the archive in a program that the shared library watches as well, its hook is
 * the caller of ours. It stays out of the stack, as all frames of the library do.
 */
static size_t archive_frames(const struct frame_list *list, const char *call)
{
	static const char wrap[] = "__wrap_";

	for (size_t i = 0; call != NULL && i < list->count && i < HOOK_FRAMES_MAX; i++) {
		const struct report_frame *frame = &list->all[i];

		if (frame->archive && frame->function != NULL &&
		    strncmp(frame->function, wrap, sizeof(wrap) - 1) == 0 &&
		    strcmp(frame->function + sizeof(wrap) - 1, call) == 0)
			return i + 1;
	}
	return 0;
}

bool stack_is_interpreted(struct process *p, const struct raw_stack *raw)
{
	uint64_t pcs[PCS_MAX];
	unsigned int epoch = 0;
	unsigned int count = ledger_stack(&p->ledger, raw->event.stack, pcs, PCS_MAX, &epoch);

	for (unsigned int i = 0; i < count; i++)
		if (python_is_frame(pcs[i]))
			return true;
	return false;
}

void stacks_make(struct document *d, struct process *p, const struct raw_stack *raw,
		 enum frame_detail detail, struct report_stack *stack)
{
	struct frame_list list = { .all = NULL, .detail = detail };
	uint64_t pcs[PCS_MAX];
	unsigned int epoch = 0;
	unsigned int count = ledger_stack(&p->ledger, raw->event.stack, pcs, PCS_MAX, &epoch);
	struct report_frame *frames;
	unsigned int native = 0;
	size_t ours;

	while (native < count && !python_is_frame(pcs[native]))
		native++;
	list.python = pcs + native;
	list.python_count = detail == FRAMES_FULL ? count - native : 0;
	for (unsigned int i = 0; i < native; i++)
		add_frames(d, p, &list, pcs[i], epoch, is_signal_return(&list));
	if (detail == FRAMES_FULL) {
		add_python(d, p, &list, true);
		fold(&list);
	}
	stack->call = ledger_call(&p->ledger, raw->event.call);
	ours = archive_frames(&list, stack->call);
	if (ours > 0) /* a stack of a damaged ledger may have no frames at all */
		memmove(list.all, list.all + ours, (list.count - ours) * sizeof(*list.all));
	list.count -= ours;
	if (detail == FRAMES_FULL)
		mark_own(d, &list);
	frames = pool_take(&d->pool, list.count * sizeof(*frames));
	if (list.count > 0)
		memcpy(frames, list.all, list.count * sizeof(*frames));
	free(list.all);
	stack->role = raw->role;
	stack->tid = raw->event.tid;
	stack->thread = ledger_thread_name(&p->ledger, raw->event.tid);
	stack->ns = raw->event.ns;
	stack->count = raw->count;
	stack->frames = frames;
	stack->frame_count = (unsigned int)list.count;
}
