/* The document as JSON, field by field as the interface names them. */
#include "json.h"

#include <errno.h>

#include "command.h"
#include "json_make.h"
#include "policy/kinds.h"
#include "report/message.h"

static json_t *number(uint64_t n)
{
	return jansson.json_integer(n <= INT64_MAX ? (json_int_t)n : INT64_MAX);
}

static json_t *number_or_null(uint64_t n)
{
	return n != 0 ? number(n) : jansson.json_null();
}

static json_t *hexadecimal(uint64_t n)
{
	return jansson.json_sprintf("0x%llx", (unsigned long long)n);
}

static json_t *frame_json(const struct report_frame *frame)
{
	json_t *made = json_need(jansson.json_object());
	bool python = frame->language == LANGUAGE_PYTHON;

	json_put(made, "pc", frame->pc != 0 ? hexadecimal(frame->pc) : jansson.json_null());
	json_put(made, "module", json_text(frame->module));
	json_put(made, "offset",
		 frame->module != NULL ? hexadecimal(frame->offset) : jansson.json_null());
	json_put(made, "build_id", json_text(frame->build_id));
	json_put(made, "function", json_text(frame->function));
	json_put(made, "file", json_text(frame->file));
	json_put(made, "directory", json_text(frame->directory));
	json_put(made, "line",
		 frame->line > 0 ? jansson.json_integer(frame->line) : jansson.json_null());
	json_put(made, "inlined", json_bool(frame->inlined));
	json_put(made, "language", jansson.json_string(python ? "python" : "native"));
	return made;
}

static json_t *stack_json(const struct process *p, const struct report_stack *stack)
{
	json_t *made = json_need(jansson.json_object());
	json_t *frames = json_need(jansson.json_array());

	json_put(made, "role", jansson.json_string(role_name(stack->role)));
	json_put(made, "call", json_text(stack->call));
	json_put(made, "tid", number_or_null(stack->tid));
	json_put(made, "thread", json_text(stack->thread));
	json_put(made, "time_ns",
		 stack->ns >= p->start_ns && stack->ns != 0 ? number(stack->ns - p->start_ns)
							    : jansson.json_null());
	if (stack->count > 0)
		json_put(made, "count", number(stack->count));
	for (unsigned int i = 0; i < stack->frame_count; i++)
		if (jansson.json_array_append_new(frames, frame_json(&stack->frames[i])) != 0)
			out_of_memory();
	json_put(made, "frames", frames);
	return made;
}

static json_t *object_json(const struct report_finding *f)
{
	json_t *made = json_need(jansson.json_object());

	json_put(made, "type", json_text(f->object));
	json_put(made, "path", json_text(f->path));
	json_put(made, "detail", json_text(f->detail));
	return made;
}

static json_t *owner_json(const struct report_finding *f)
{
	json_t *made;

	if (f->owner == NULL)
		return jansson.json_null();
	made = json_need(jansson.json_object());
	json_put(made, "type", json_text(f->owner));
	json_put(made, "value", hexadecimal(f->owner_value));
	return made;
}

static json_t *finding_json(const struct process *p, const struct report_finding *f)
{
	json_t *made = json_need(jansson.json_object());
	json_t *fds = json_need(jansson.json_array());
	json_t *stacks = json_need(jansson.json_array());

	for (unsigned int i = 0; i < f->fd_count; i++)
		if (jansson.json_array_append_new(fds,
						  json_need(jansson.json_integer(f->fds[i]))) != 0)
			out_of_memory();
	for (unsigned int i = 0; i < f->stack_count; i++)
		if (jansson.json_array_append_new(stacks, stack_json(p, &f->stacks[i])) != 0)
			out_of_memory();
	json_put(made, "kind", jansson.json_string(kind_name((int)f->kind)));
	json_put(made, "severity", jansson.json_string(severity_name(kind_severity((int)f->kind))));
	json_put(made, "count", number(f->count));
	json_put(made, "id", json_text(f->id));
	json_put(made, "fd", jansson.json_integer(f->fd));
	json_put(made, "generation", number_or_null(f->generation));
	json_put(made, "fds", fds);
	json_put(made, "message", json_message(f));
	json_put(made, "object", object_json(f));
	json_put(made, "owner", owner_json(f));
	json_put(made, "suppressed", json_text(f->suppressed));
	json_put(made, "stacks", stacks);
	return made;
}

static json_t *ended_json(const struct process *p)
{
	json_t *made = json_need(jansson.json_object());
	bool known = (p->ended == ENDED_EXIT || p->ended == ENDED_SIGNAL) && p->code >= 0;

	json_put(made, "how", jansson.json_string(ended_name(p->ended)));
	json_put(made, "code", known ? jansson.json_integer(p->code) : jansson.json_null());
	return made;
}

static json_t *stats_json(const struct process *p)
{
	const struct ledger_header *h = p->ledger.header;
	json_t *made = json_need(jansson.json_object());

	json_put(made, "opens", number(h->opens));
	json_put(made, "closes", number(h->closes));
	json_put(made, "open", number(h->opens > h->closes ? h->opens - h->closes : 0));
	json_put(made, "peak", number(h->peak));
	json_put(made, "stacks", number(h->stacks));
	json_put(made, "lost", number(p->lost));
	return made;
}

static json_t *blind_json(const struct process *p, const struct report_blind *b)
{
	json_t *made = json_need(jansson.json_object());
	json_t *object = json_need(jansson.json_object());

	json_put(made, "class", jansson.json_string(blind_name(b->class)));
	json_put(made, "fd", jansson.json_integer(b->fd));
	json_put(made, "count", number(b->count));
	json_put(object, "type", json_text(b->object));
	json_put(object, "path", json_text(b->path));
	json_put(made, "object", object);
	json_put(made, "call", json_text(b->call));
	json_put(made, "time_ns",
		 b->ns >= p->start_ns && b->ns != 0 ? number(b->ns - p->start_ns)
						    : jansson.json_null());
	return made;
}

static json_t *blinds_json(const struct process *p)
{
	json_t *made = json_need(jansson.json_array());

	for (size_t i = 0; i < p->blind_count; i++)
		if (jansson.json_array_append_new(made, blind_json(p, &p->blinds[i])) != 0)
			out_of_memory();
	return made;
}

static json_t *process_json(const struct process *p)
{
	json_t *made = json_need(jansson.json_object());
	json_t *args = json_need(jansson.json_array());
	json_t *findings = json_need(jansson.json_array());

	for (size_t i = 0; i < p->arg_count; i++) {
		json_t *arg = p->args[i][0] != '\0' ? json_text(p->args[i])
						    : jansson.json_string("");

		if (jansson.json_array_append_new(args, json_need(arg)) != 0)
			out_of_memory();
	}
	for (size_t i = 0; i < p->finding_count; i++)
		if (jansson.json_array_append_new(findings, finding_json(p, &p->findings[i])) != 0)
			out_of_memory();
	json_put(made, "pid", jansson.json_integer(p->pid));
	json_put(made, "ppid", jansson.json_integer(p->ppid));
	json_put(made, "exe", json_text(p->exe));
	json_put(made, "args", args);
	json_put(made, "ended", ended_json(p));
	json_put(made, "stats", stats_json(p));
	json_put(made, "findings", findings);
	json_put(made, "blind_spots", blinds_json(p));
	return made;
}

static json_t *summary_json(const struct text_summary *s)
{
	json_t *made = json_need(jansson.json_object());

	json_put(made, "processes", number(s->processes));
	json_put(made, "errors", number(s->errors));
	json_put(made, "warnings", number(s->warnings));
	json_put(made, "notes", number(s->notes));
	json_put(made, "suppressed", number(s->suppressed));
	return made;
}

int json_write(const struct document *d, FILE *file)
{
	json_t *root = json_need(jansson.json_object());
	json_t *processes = json_need(jansson.json_array());

	json_put(root, "schema", jansson.json_string("fdwarden/1"));
	json_put(root, "version", jansson.json_string(FDWARDEN_VERSION));
	json_put(root, "summary", summary_json(&d->summary));
	for (size_t i = 0; i < d->count; i++)
		if (jansson.json_array_append_new(processes, process_json(d->processes[i])) != 0)
			out_of_memory();
	json_put(root, "processes", processes);
	return json_end(root, file);
}
