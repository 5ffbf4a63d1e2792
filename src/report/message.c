/* One line for each kind of finding, in plain words. */
#include "report/message.h"

#include <errno.h>
#include <string.h>

/* How many numbers of a group are written out. */
#define NUMBERS_SHOWN 6

static void add_call(struct str *s, const struct report_stack *stack, const char *unknown)
{
	if (stack == NULL || stack->call == NULL) {
		str_add(s, unknown);
		return;
	}
	str_add(s, stack->call);
	str_add(s, "()");
}

/* " (/tmp/x)", " (socket 127.0.0.1:80)", " (pipe)" or nothing. */
static void add_object(struct str *s, const struct report_finding *f)
{
	bool plain = f->object == NULL || strcmp(f->object, "other") == 0;

	if (plain && f->path == NULL && f->detail == NULL)
		return;
	str_add(s, " (");
	if (f->path != NULL) {
		str_add_printable(s, f->path, strlen(f->path));
	} else {
		str_add(s, plain ? "" : f->object);
		if (f->detail != NULL) {
			str_add(s, plain ? "" : " ");
			str_add_printable(s, f->detail, strlen(f->detail));
		}
	}
	str_add(s, f->is_mixed ? " and others)" : ")");
}

static void add_descriptor(struct str *s, const struct report_finding *f)
{
	str_add(s, "descriptor ");
	str_add_i64(s, f->fd);
	add_object(s, f);
}

static void add_numbers(struct str *s, const struct report_finding *f)
{
	unsigned int shown = f->fd_count < NUMBERS_SHOWN ? f->fd_count : NUMBERS_SHOWN;

	for (unsigned int i = 0; i < shown; i++) {
		str_add(s, i > 0 ? ", " : "");
		str_add_i64(s, f->fds[i]);
	}
	if (f->count > shown)
		str_add(s, ", ...");
}

static void add_leak(struct str *s, const struct report_finding *f)
{
	if (f->count >= 2) {
		str_add(s, "leak of ");
		str_add_u64(s, f->count);
		str_add(s, " descriptors opened at one place: ");
		add_numbers(s, f);
		add_object(s, f);
		return;
	}
	add_descriptor(s, f);
	if (f->end == END_EXIT) {
		str_add(s, " is still open at exit");
	} else if (f->end == END_CHECK) {
		str_add(s, " is still open");
	} else if (f->end == END_SIGNAL) {
		str_add(s, " was still open when signal ");
		str_add_i64(s, f->end_code);
		str_add(s, " ended the process");
	} else {
		str_add(s, " was still open when the process ended");
	}
}

/* " by os.close() at save.py:9", " at save.py:9", or nothing. */
static void add_closer(struct str *s, const struct report_finding *f)
{
	if (f->closer == NULL)
		return;
	str_add(s, strncmp(f->closer, "at ", 3) == 0 ? " " : " by ");
	str_add_printable(s, f->closer, strlen(f->closer));
}

static void add_double_close(struct str *s, const struct report_finding *f)
{
	str_add(s, "double close of ");
	add_descriptor(s, f);
	str_add(s, f->closer != NULL ? ": already closed" : ": it was closed already");
	add_closer(s, f);
	if (report_stack_of(f, ROLE_REOPENED) != NULL)
		str_add(s, ", and the number belongs to somebody else now");
}

static bool is_replacement(const struct report_stack *at)
{
	return at != NULL && at->call != NULL && strncmp(at->call, "dup", 3) == 0;
}

static bool is_claim(const struct report_stack *at)
{
	return at != NULL && at->call != NULL &&
	       (strstr(at->call, "exchange") != NULL || strstr(at->call, "fdopen") != NULL);
}

static void add_owner_mismatch(struct str *s, const struct report_finding *f)
{
	const struct report_stack *at = report_stack_of(f, ROLE_AT);

	add_descriptor(s, f);
	str_add(s, is_replacement(at) ? " was replaced by "
		   : is_claim(at)     ? " was claimed by "
				      : " was closed by ");
	add_call(s, at, "a call");
	str_add(s, " although ");
	if (f->owner != NULL) {
		bool vowel = strchr("AEIOaeio", f->owner[0]) != NULL;

		str_add(s, vowel ? "an " : "a ");
		str_add(s, f->owner);
		str_add(s, " owns it");
	} else {
		str_add(s, "that is not its owner");
	}
}

static void add_exhausted(struct str *s, const struct report_finding *f)
{
	add_call(s, report_stack_of(f, ROLE_AT), "a call");
	str_add(s, f->error == ENFILE ? " failed with ENFILE: the system has no descriptors left"
				      : " failed with EMFILE: the process has no descriptors left");
}

void message_add(struct str *s, const struct report_finding *f)
{
	switch (f->kind) {
	case KIND_LEAK:
		add_leak(s, f);
		return;
	case KIND_DOUBLE_CLOSE:
		add_double_close(s, f);
		return;
	case KIND_USE_AFTER_CLOSE:
		add_call(s, report_stack_of(f, ROLE_AT), "a call");
		str_add(s, " on ");
		add_descriptor(s, f);
		str_add(s, " after it was closed");
		add_closer(s, f);
		return;
	case KIND_OWNER_MISMATCH:
		add_owner_mismatch(s, f);
		return;
	case KIND_EXHAUSTED:
		add_exhausted(s, f);
		return;
	case KIND_EXEC_LEAK:
		add_descriptor(s, f);
		str_add(s, " is passed on to another program by ");
		add_call(s, report_stack_of(f, ROLE_AT), "exec");
		return;
	case KIND_BAD_DESCRIPTOR:
		add_call(s, report_stack_of(f, ROLE_AT), "a call");
		str_add(s, " on descriptor ");
		str_add_i64(s, f->fd);
		str_add(s, f->fd < 0 ? ", which cannot exist" : ", which was never open");
		return;
	case KINDS:
		break;
	}
	add_descriptor(s, f);
}

/* What the role means in a finding of this kind. */
static const char *role_words(const struct report_finding *f, enum stack_role role)
{
	switch (role) {
	case ROLE_AT:
		return f->kind == KIND_DOUBLE_CLOSE      ? "closed again"
		       : f->kind == KIND_USE_AFTER_CLOSE ? "used"
		       : f->kind == KIND_OWNER_MISMATCH
			       ? (is_replacement(report_stack_of(f, role)) ? "replaced"
				  : is_claim(report_stack_of(f, role))     ? "claimed"
									   : "closed")
		       : f->kind == KIND_EXHAUSTED ? "failed"
		       : f->kind == KIND_EXEC_LEAK ? "passed on"
						   : "called";
	case ROLE_CLOSED:
		return f->kind == KIND_DOUBLE_CLOSE ? "closed first" : "closed";
	case ROLE_OPENED:
		return "opened";
	case ROLE_REOPENED:
		return "the number was given out again";
	case ROLE_OWNED:
		return "taken by its owner";
	case ROLES:
		break;
	}
	return "called";
}

void message_add_role(struct str *s, const struct report_finding *f,
		      const struct report_stack *stack)
{
	if (stack->count > 0) {
		str_add_u64(s, stack->count);
		str_add(s, stack->count == 1 ? " descriptor " : " descriptors ");
	}
	str_add(s, role_words(f, stack->role));
	if (stack->call != NULL) {
		str_add(s, stack->role == ROLE_AT && f->kind == KIND_EXHAUSTED ? " in " : " by ");
		str_add(s, stack->call);
		str_add(s, "()");
	}
}
