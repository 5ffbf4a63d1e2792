/*
 * SARIF 2.1.0 (OASIS): one run, a rule for each kind of finding, a result for
 * each finding. Properties that the format does not know are in "properties".
 */
#include "sarif.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "command.h"
#include "json_make.h"
#include "place.h"
#include "policy/kinds.h"
#include "report/message.h"
#include "sarif_location.h"

#define SCHEMA      "https://json.schemastore.org/sarif-2.1.0.json"
/* The name of the fingerprint, with the version of how it is made. */
#define FINGERPRINT "fdwarden/v1"
#define TEXT_BYTES  8192

static const char *const meanings[] = {
	[KIND_LEAK] = "The program opened a descriptor that was still open when the process ended.",
	[KIND_DOUBLE_CLOSE] = "The program closes a number that it had closed already.",
	[KIND_USE_AFTER_CLOSE] = "A call on a number that the program had closed.",
	[KIND_OWNER_MISMATCH] =
		"A descriptor is closed or replaced behind the back of the object that owns it.",
	[KIND_EXHAUSTED] = "A call failed because there were no descriptors left.",
	[KIND_EXEC_LEAK] =
		"Another program was started with a descriptor that nobody meant to pass on.",
	[KIND_BAD_DESCRIPTOR] = "A call on a number that was never open, or is negative.",
};
static_assert(array_size(meanings) == KINDS, "each kind has its meaning");

static void append(json_t *array, json_t *value)
{
	(void)jansson.json_array_append_new(array, json_need(value));
}

static json_t *level(int kind)
{
	return jansson.json_string(severity_name(kind_severity(kind)));
}

static json_t *rules(void)
{
	json_t *made = json_need(jansson.json_array());

	for (int kind = 0; kind < KINDS; kind++) {
		json_t *rule = json_need(jansson.json_object());
		json_t *configuration = json_need(jansson.json_object());

		json_put(configuration, "level", level(kind));
		json_put(rule, "id", jansson.json_string(kind_name(kind)));
		json_put(rule, "shortDescription", sarif_message(meanings[kind]));
		json_put(rule, "defaultConfiguration", configuration);
		append(made, rule);
	}
	return made;
}

static json_t *tool(void)
{
	json_t *made = json_need(jansson.json_object());
	json_t *driver = json_need(jansson.json_object());

	json_put(driver, "name", jansson.json_string("fdwarden"));
	json_put(driver, "version", jansson.json_string(FDWARDEN_VERSION));
	json_put(driver, "rules", rules());
	json_put(made, "driver", driver);
	return made;
}

static json_t *suppressions(const struct report_finding *f)
{
	json_t *made = json_need(jansson.json_array());
	json_t *one;

	if (f->suppressed != NULL) {
		one = json_need(jansson.json_object());
		json_put(one, "kind", jansson.json_string("external"));
		json_put(one, "justification", json_text(f->suppressed));
		append(made, one);
	}
	return made;
}

static const char *heading(struct sarif *s, const struct report_finding *f,
			   const struct report_stack *stack)
{
	char buf[TEXT_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	message_add_role(&line, f, stack);
	return pool_text(&s->pool, line.at, strlen(line.at));
}

/* The stacks, and beside the place of the finding the places of the others. */
static void put_stacks(struct sarif *s, json_t *result, const struct report_finding *f)
{
	json_t *stacks = json_need(jansson.json_array()),
	       *related = json_need(jansson.json_array());
	const struct report_stack *main = place_stack(f);

	for (unsigned int i = 0; i < f->stack_count; i++) {
		const struct report_stack *stack = &f->stacks[i];
		const char *text = heading(s, f, stack);
		json_t *location = stack != main ? sarif_location(s, place_frame(stack)) : NULL;

		append(stacks, sarif_stack(s, stack, text));
		if (location == NULL)
			continue;
		json_put(location, "id",
			 jansson.json_integer((json_int_t)jansson.json_array_size(related)));
		json_put(location, "message", sarif_message(text));
		append(related, location);
	}
	json_put(result, "stacks", stacks);
	json_put(result, "relatedLocations", related);
}

static json_t *properties(const struct process *p, const struct report_finding *f)
{
	json_t *made = json_need(jansson.json_object());

	json_put(made, "pid", jansson.json_integer(p->pid));
	json_put(made, "fd", jansson.json_integer(f->fd));
	json_put(made, "object", json_text(f->object));
	json_put(made, "path", json_text(f->path));
	return made;
}

static json_t *result(struct sarif *s, const struct process *p, const struct report_finding *f)
{
	json_t *made = json_need(jansson.json_object());
	json_t *locations = json_need(jansson.json_array()),
	       *prints = json_need(jansson.json_object());
	json_t *location = sarif_location(s, place_frame(place_stack(f))), *message;

	json_put(made, "ruleId", jansson.json_string(kind_name((int)f->kind)));
	json_put(made, "ruleIndex", jansson.json_integer((json_int_t)f->kind));
	json_put(made, "level", level((int)f->kind));
	message = json_need(jansson.json_object());
	json_put(message, "text", json_message(f));
	json_put(made, "message", message);
	if (p->exe != NULL && p->exe[0] == '/')
		json_put(made, "analysisTarget", sarif_artifact(s, p->exe));
	if (location != NULL)
		append(locations, location);
	json_put(made, "locations", locations);
	put_stacks(s, made, f);
	json_put(prints, FINGERPRINT, json_text(f->id));
	json_put(made, "partialFingerprints", prints);
	json_put(made, "occurrenceCount", jansson.json_integer(f->count > 0 ? f->count : 1));
	json_put(made, "suppressions", suppressions(f));
	json_put(made, "properties", properties(p, f));
	return made;
}

/* What the tool itself did: it reports, so it did well unless a ledger could not be read. */
static json_t *invocations(struct sarif *s, const struct document *d)
{
	json_t *made = json_need(jansson.json_array()), *one = json_need(jansson.json_object());
	json_t *directory;

	json_put(one, "executionSuccessful", json_bool(!d->unreadable));
	if (s->cwd != NULL) {
		directory = json_need(jansson.json_object());
		json_put(directory, "uri", json_text(sarif_uri(&s->pool, s->cwd)));
		json_put(one, "workingDirectory", directory);
	}
	append(made, one);
	return made;
}

static json_t *bases(struct sarif *s)
{
	json_t *made = json_need(jansson.json_object()), *base = json_need(jansson.json_object());

	json_put(base, "uri", json_text(sarif_uri(&s->pool, s->cwd)));
	json_put(made, SARIF_BASE, base);
	return made;
}

int sarif_write(const struct document *d, FILE *file)
{
	json_t *root = json_need(jansson.json_object()), *runs = json_need(jansson.json_array());
	json_t *run = json_need(jansson.json_object()), *results = json_need(jansson.json_array());
	struct sarif s = { { NULL }, NULL };
	char cwd[PATH_MAX];

	if (getcwd(cwd, sizeof(cwd)) != NULL && cwd[0] == '/')
		s.cwd = pool_format(&s.pool, "%s%s", cwd, cwd[1] != '\0' ? "/" : "");
	json_put(root, "$schema", jansson.json_string(SCHEMA));
	json_put(root, "version", jansson.json_string("2.1.0"));
	json_put(run, "tool", tool());
	json_put(run, "invocations", invocations(&s, d));
	if (s.cwd != NULL)
		json_put(run, "originalUriBaseIds", bases(&s));
	for (size_t i = 0; i < d->count; i++)
		for (size_t k = 0; k < d->processes[i]->finding_count; k++)
			append(results, result(&s, d->processes[i], &d->processes[i]->findings[k]));
	json_put(run, "results", results);
	append(runs, run);
	json_put(root, "runs", runs);
	pool_free(&s.pool);
	return json_end(root, file);
}
