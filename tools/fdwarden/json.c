/* The document as JSON, field by field as the interface names them. */
#include "json.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/str.h"
#include "command.h"
#include "policy/kinds.h"
#include "report/message.h"

#define MESSAGE_BYTES 8192

/* jansson answers NULL where there is no memory, or a text is not UTF-8. */
static json_t *need(json_t *made)
{
	if (made == NULL)
		out_of_memory();
	return made;
}

static void put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, need(value)) != 0)
		out_of_memory();
}

/* Bytes that are not UTF-8 become U+FFFD. */
static json_t *repaired_text(const char *text)
{
	json_t *whole = need(json_string(""));

	for (const char *at = text; *at != '\0';) {
		json_t *next = NULL, *joined;
		size_t bytes;

		for (bytes = 4; bytes > 0 && next == NULL; bytes--)
			if (strnlen(at, bytes) == bytes)
				next = json_stringn(at, bytes);
		bytes = next != NULL ? json_string_length(next) : 1;
		joined =
			need(json_sprintf("%s%s", json_string_value(whole),
					  next != NULL ? json_string_value(next) : "\xef\xbf\xbd"));
		json_decref(whole);
		json_decref(next);
		whole = joined;
		at += bytes;
	}
	return whole;
}

static json_t *text_or_null(const char *text)
{
	json_t *made;

	if (text == NULL || text[0] == '\0')
		return json_null();
	made = json_string(text);
	return made != NULL ? made : repaired_text(text);
}

static json_t *number(uint64_t n)
{
	return json_integer(n <= INT64_MAX ? (json_int_t)n : INT64_MAX);
}

static json_t *number_or_null(uint64_t n)
{
	return n != 0 ? number(n) : json_null();
}

static json_t *hexadecimal(uint64_t n)
{
	return json_sprintf("0x%llx", (unsigned long long)n);
}

static json_t *frame_json(const struct report_frame *frame)
{
	json_t *made = need(json_object());
	bool python = frame->language == LANGUAGE_PYTHON;

	put(made, "pc", frame->pc != 0 ? hexadecimal(frame->pc) : json_null());
	put(made, "module", text_or_null(frame->module));
	put(made, "offset", frame->module != NULL ? hexadecimal(frame->offset) : json_null());
	put(made, "build_id", text_or_null(frame->build_id));
	put(made, "function", text_or_null(frame->function));
	put(made, "file", text_or_null(frame->file));
	put(made, "directory", text_or_null(frame->directory));
	put(made, "line", frame->line > 0 ? json_integer(frame->line) : json_null());
	put(made, "inlined", json_boolean(frame->inlined));
	put(made, "language", json_string(python ? "python" : "native"));
	return made;
}

static json_t *stack_json(const struct process *p, const struct report_stack *stack)
{
	json_t *made = need(json_object());
	json_t *frames = need(json_array());

	put(made, "role", json_string(role_name(stack->role)));
	put(made, "call", text_or_null(stack->call));
	put(made, "tid", number_or_null(stack->tid));
	put(made, "thread", text_or_null(stack->thread));
	put(made, "time_ns",
	    stack->ns >= p->start_ns && stack->ns != 0 ? number(stack->ns - p->start_ns)
						       : json_null());
	if (stack->count > 0)
		put(made, "count", number(stack->count));
	for (unsigned int i = 0; i < stack->frame_count; i++)
		if (json_array_append_new(frames, frame_json(&stack->frames[i])) != 0)
			out_of_memory();
	put(made, "frames", frames);
	return made;
}

static json_t *object_json(const struct report_finding *f)
{
	json_t *made = need(json_object());

	put(made, "type", text_or_null(f->object));
	put(made, "path", text_or_null(f->path));
	put(made, "detail", text_or_null(f->detail));
	return made;
}

static json_t *owner_json(const struct report_finding *f)
{
	json_t *made;

	if (f->owner == NULL)
		return json_null();
	made = need(json_object());
	put(made, "type", text_or_null(f->owner));
	put(made, "value", hexadecimal(f->owner_value));
	return made;
}

static json_t *message_json(const struct report_finding *f)
{
	char buf[MESSAGE_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	message_add(&line, f);
	return text_or_null(line.at);
}

static json_t *finding_json(const struct process *p, const struct report_finding *f)
{
	json_t *made = need(json_object());
	json_t *fds = need(json_array());
	json_t *stacks = need(json_array());

	for (unsigned int i = 0; i < f->fd_count; i++)
		if (json_array_append_new(fds, need(json_integer(f->fds[i]))) != 0)
			out_of_memory();
	for (unsigned int i = 0; i < f->stack_count; i++)
		if (json_array_append_new(stacks, stack_json(p, &f->stacks[i])) != 0)
			out_of_memory();
	put(made, "kind", json_string(kind_name((int)f->kind)));
	put(made, "severity", json_string(severity_name(kind_severity((int)f->kind))));
	put(made, "count", number(f->count));
	put(made, "id", text_or_null(f->id));
	put(made, "fd", json_integer(f->fd));
	put(made, "generation", number_or_null(f->generation));
	put(made, "fds", fds);
	put(made, "message", message_json(f));
	put(made, "object", object_json(f));
	put(made, "owner", owner_json(f));
	put(made, "suppressed", text_or_null(f->suppressed));
	put(made, "stacks", stacks);
	return made;
}

static json_t *ended_json(const struct process *p)
{
	json_t *made = need(json_object());
	bool known = (p->ended == ENDED_EXIT || p->ended == ENDED_SIGNAL) && p->code >= 0;

	put(made, "how", json_string(ended_name(p->ended)));
	put(made, "code", known ? json_integer(p->code) : json_null());
	return made;
}

static json_t *stats_json(const struct process *p)
{
	const struct ledger_header *h = p->ledger.header;
	json_t *made = need(json_object());

	put(made, "opens", number(h->opens));
	put(made, "closes", number(h->closes));
	put(made, "open", number(h->opens > h->closes ? h->opens - h->closes : 0));
	put(made, "peak", number(h->peak));
	put(made, "stacks", number(h->stacks));
	put(made, "lost", number(p->lost));
	return made;
}

static json_t *blind_json(const struct process *p, const struct report_blind *b)
{
	json_t *made = need(json_object());
	json_t *object = need(json_object());

	put(made, "class", json_string(blind_name(b->class)));
	put(made, "fd", json_integer(b->fd));
	put(made, "count", number(b->count));
	put(object, "type", text_or_null(b->object));
	put(object, "path", text_or_null(b->path));
	put(made, "object", object);
	put(made, "call", text_or_null(b->call));
	put(made, "time_ns",
	    b->ns >= p->start_ns && b->ns != 0 ? number(b->ns - p->start_ns) : json_null());
	return made;
}

static json_t *blinds_json(const struct process *p)
{
	json_t *made = need(json_array());

	for (size_t i = 0; i < p->blind_count; i++)
		if (json_array_append_new(made, blind_json(p, &p->blinds[i])) != 0)
			out_of_memory();
	return made;
}

static json_t *process_json(const struct process *p)
{
	json_t *made = need(json_object());
	json_t *args = need(json_array());
	json_t *findings = need(json_array());

	for (size_t i = 0; i < p->arg_count; i++) {
		json_t *arg = p->args[i][0] != '\0' ? text_or_null(p->args[i]) : json_string("");

		if (json_array_append_new(args, need(arg)) != 0)
			out_of_memory();
	}
	for (size_t i = 0; i < p->finding_count; i++)
		if (json_array_append_new(findings, finding_json(p, &p->findings[i])) != 0)
			out_of_memory();
	put(made, "pid", json_integer(p->pid));
	put(made, "ppid", json_integer(p->ppid));
	put(made, "exe", text_or_null(p->exe));
	put(made, "args", args);
	put(made, "ended", ended_json(p));
	put(made, "stats", stats_json(p));
	put(made, "findings", findings);
	put(made, "blind_spots", blinds_json(p));
	return made;
}

static json_t *summary_json(const struct text_summary *s)
{
	json_t *made = need(json_object());

	put(made, "processes", number(s->processes));
	put(made, "errors", number(s->errors));
	put(made, "warnings", number(s->warnings));
	put(made, "notes", number(s->notes));
	put(made, "suppressed", number(s->suppressed));
	return made;
}

int json_write(const struct document *d, FILE *file)
{
	json_t *root = need(json_object());
	json_t *processes = need(json_array());
	int error = 0;

	put(root, "schema", json_string("fdwarden/1"));
	put(root, "version", json_string(FDWARDEN_VERSION));
	put(root, "summary", summary_json(&d->summary));
	for (size_t i = 0; i < d->count; i++)
		if (json_array_append_new(processes, process_json(d->processes[i])) != 0)
			out_of_memory();
	put(root, "processes", processes);
	errno = 0;
	if (json_dumpf(root, file, JSON_INDENT(1)) != 0 || fputc('\n', file) == EOF ||
	    fflush(file) != 0)
		error = errno != 0 ? -errno : -EIO;
	json_decref(root);
	return error;
}
