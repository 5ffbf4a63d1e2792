/*
 * The report without the command: functions and modules as dladdr knows them, and
 * the program's own functions by its .symtab, in the words of the one renderer. At the end of the process only, by one
 * thread, so its memory is static.
 */
#include "runtime/fallback.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>

#include "base/objects.h"
#include "base/str.h"
#include "base/sys.h"
#include "model/depot.h"
#include "policy/kinds.h"
#include "policy/leak.h"
#include "report/message.h"
#include "report/text.h"
#include "runtime/check.h"
#include "runtime/runtime.h"
#include "runtime/symtab.h"

#define FRAMES 64u
#define PATH_BYTES 256u

static struct report_frame frames[ROLES][FRAMES] large_bss;
static struct report_stack stacks[ROLES] large_bss;
static char path[PATH_BYTES] large_bss;
static int fds[FINDING_FDS_MAX];
static struct text_summary summary;
/* Of a check while the process goes on; at its end everything is meant. */
static const struct selection *selection;
static int destination = -1;
static unsigned int leaked;
static unsigned int leaks_shown;

static void write_out(void *ctx, const char *bytes, size_t count)
{
	int fd = runtime.own.fd[OWN_STDERR] >= 0 ? runtime.own.fd[OWN_STDERR] : 2;

	if (destination >= 0)
		fd = destination;

	(void)ctx;
	(void)sys_write(fd, bytes, count);
}

/* The options log (%p is the pid, %% a %) and log_path; NULL: stderr. */
static const char *log_name(void)
{
	static char name[PATH_BYTES] large_bss;
	const char *from = runtime.options.log, *log_path = runtime.options.log_path;
	struct str to;

	str_init(&to, name, sizeof(name));
	for (; *from; from++) {
		if (from[0] == '%' && from[1] == 'p')
			str_add_u64(&to, (uint64_t)sys_getpid());
		else
			str_add_char(&to, *from);
		from += from[0] == '%' && (from[1] == 'p' || from[1] == '%');
	}
	if (to.used == 0 && log_path[0] && !str_is(log_path, strlen(log_path), "stderr")) {
		str_add(&to, log_path);
		str_add_char(&to, '.');
		str_add_u64(&to, (uint64_t)sys_getpid());
	}
	return to.used > 0 && !to.cut ? name : NULL;
}

/* -1: to standard error. The first report begins the file. */
static int log_open(void)
{
	static bool begun;
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (begun ? O_APPEND : O_TRUNC);
	const char *name = log_name();
	int fd = name ? sys_openat(AT_FDCWD, name, flags, 0666) : -1;

	begun = true;
	return fd < 0 ? -1 : fd;
}

static struct text text = { .write = write_out, .threads = true };

/* The program is the object without a name; NULL if its path is not known. */
static const char *module_name(const struct object *object)
{
	static char exe[PATH_BYTES] large_bss;
	const struct ledger_header *h = runtime.ledger.header;

	if (object->name[0])
		return object->name;
	if (!h->exe || h->exe_bytes >= sizeof(exe))
		return NULL;
	memcpy(exe, ledger_at(&runtime.ledger, h->exe), h->exe_bytes);
	return exe;
}

/* dladdr knows nothing in a static program, and exported functions alone in others. */
static void name_frame(struct report_frame *frame, uintptr_t pc)
{
	struct object object;
	Dl_info info;

	*frame = (struct report_frame){ .pc = pc, .own = true };
	if (dladdr((void *)(pc - 1), &info)) {
		frame->module = info.dli_fname;
		frame->function = info.dli_sname;
		frame->offset = pc - (uintptr_t)info.dli_fbase;
	}
	if (frame->function || !object_find(pc - 1, &object))
		return;
	if (!frame->module) {
		frame->module = module_name(&object);
		frame->offset = pc - object.bias;
	}
	if (!object.name[0])
		frame->function = symtab_function(pc - 1 - object.bias);
}

static void name_stack(struct report_finding *finding, enum stack_role role,
		       const struct ledger_event *event)
{
	const struct ledger_stack *stack = ledger_at(&runtime.ledger, event->stack);
	unsigned int n = stack ? stack->depth : 0;

	/* An interpreter's frames are for the command to read. */
	while (n > 0 && depot_pc(&runtime.ledger, stack, n - 1) >> 33 == FRAME_PYTHON >> 1)
		n--;
	if (n > FRAMES)
		n = FRAMES;
	for (unsigned int i = 0; i < n; i++)
		name_frame(&frames[role][i], depot_pc(&runtime.ledger, stack, i));
	stacks[finding->stack_count++] = (struct report_stack){
		.role = role,
		.call = ledger_call_name(&runtime.ledger, event->call),
		.tid = event->tid,
		.ns = event->ns,
		.frames = frames[role],
		.frame_count = n,
	};
	finding->stacks = stacks;
}

/* A path, if it is one; a socket's address is left to the command. */
static const char *keep_path(unsigned int flags, const char *from, size_t bytes)
{
	if (!from || !bytes || (flags & SLOT_ADDRESS))
		return NULL;
	if (bytes >= sizeof(path))
		bytes = sizeof(path) - 1;
	memcpy(path, from, bytes);
	path[bytes] = '\0';
	return path;
}

static void count_in(const struct report_finding *finding)
{
	summary.by_kind[finding->kind]++;
	switch (kind_severity((int)finding->kind)) {
	case SEVERITY_ERROR:
		summary.errors++;
		break;
	case SEVERITY_WARNING:
		summary.warnings++;
		break;
	default:
		summary.notes++;
	}
}

static void report_findings(void)
{
	uint32_t at = load_acquire(&runtime.ledger.header->findings);
	const struct ledger_finding *f;

	for (; at; at = f->next) {
		struct report_finding finding = { 0 };

		f = ledger_at(&runtime.ledger, at);
		if (f->state != FINDING_VALID)
			continue;
		finding.kind = f->kind;
		finding.count = f->count;
		finding.fd = f->fd;
		finding.fds = f->fds;
		finding.fd_count = f->fd_count;
		finding.object = object_name(f->object);
		finding.path = keep_path(f->flags, f->path, f->path_bytes);
		finding.owner = owner_name(f->owner);
		finding.ns = f->ns;
		for (int role = 0; role < ROLES; role++) {
			if (f->events[role].present)
				name_stack(&finding, role, &f->events[role]);
		}
		text_finding(&text, &finding);
		count_in(&finding);
	}
}

/* One finding for all that this stack left open; `first` is its lowest number. */
static void report_leak(int first, const struct ledger_slot *slot, unsigned int count)
{
	struct report_finding finding = {
		.kind = KIND_LEAK,
		.count = count,
		.fd = first,
		.fds = fds,
		.object = object_name(word_object(slot->word)),
		.path = keep_path(word_flags(slot->word),
				  ledger_at(&runtime.ledger, slot->path), slot->path_bytes),
		.ns = sys_now_coarse_ns(),
		.end = selection ? END_CHECK : END_EXIT,
	};
	struct ledger_event opened = event_opened(slot);

	finding.fd_count = count < FINDING_FDS_MAX ? count : FINDING_FDS_MAX;
	name_stack(&finding, ROLE_OPENED, &opened);
	if (!runtime.options.max_leaks || leaks_shown++ < runtime.options.max_leaks)
		text_finding(&text, &finding);
	count_in(&finding);
}

static bool is_meant(const struct ledger_slot *slot, int fd)
{
	return selection ? selected(selection, slot, fd)
			 : leak_is_candidate(slot->word, (unsigned int)fd);
}

/* The leaks that `stack` opened; false if `from` is not the first of them. */
static void report_group(int from, const struct ledger_slot *first)
{
	const struct ledger_slot *slot;
	unsigned int count = 0, seconds = 0;
	int fd = -1;

	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (slot->open_stack != first->open_stack || !is_meant(slot, fd))
			continue;
		if (fd < from)
			return;
		if (count < FINDING_FDS_MAX)
			fds[count] = fd;
		count++;
		seconds += (word_flags(slot->word) & SLOT_SECOND) != 0;
	}
	if (!leak_counts(selection && !selection->as_at_end ? LEAKS_ALL : runtime.options.leaks,
			 leak_occurrences(count - seconds, seconds)))
		return;
	leaked += count;
	report_leak(from, first, count);
}

static void report_leaks(void)
{
	unsigned int most = runtime.options.max_leaks;
	const struct ledger_slot *slot;
	int fd = -1;

	leaks_shown = 0;
	while ((slot = ledger_next(&runtime.ledger, &fd)) != NULL) {
		if (is_meant(slot, fd))
			report_group(fd, slot);
	}
	if (most && leaks_shown > most)
		text_more_leaks(&text, leaks_shown - most, most);
}

unsigned int fallback_check(const struct selection *s, int to)
{
	text.dedup_frames = runtime.options.dedup_token_length;
	selection = s;
	destination = to >= 0 ? to : log_open();
	leaked = 0;
	summary = (struct text_summary){ .processes = 1 };
	report_leaks();
	if (leaked > 0)
		text_summary(&text, &summary);
	selection = NULL;
	if (destination >= 0 && destination != to)
		(void)sys_close(destination);
	destination = -1;
	return leaked;
}

bool fallback_report(void)
{
	text.dedup_frames = runtime.options.dedup_token_length;
	summary = (struct text_summary){ 0 };
	destination = log_open();
	report_findings();
	if (runtime_checks(KIND_LEAK))
		report_leaks();
	summary.processes = 1;
	if (summary.errors + summary.warnings + summary.notes > 0)
		text_summary(&text, &summary);
	if (destination >= 0)
		(void)sys_close(destination);
	destination = -1;
	return summary.errors > 0;
}
