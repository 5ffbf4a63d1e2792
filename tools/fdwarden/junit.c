/*
 * JUnit XML as servers have agreed to read it: testsuites, testsuite,
 * testcase with failure or skipped. There is no standard of it.
 */
#include "junit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "place.h"
#include "policy/kinds.h"
#include "report/message.h"
#include "xml.h"

#define MESSAGE_BYTES 8192

struct counts {
	unsigned int tests, failures, skipped;
};

static bool is_failure(const struct report_finding *f)
{
	return f->suppressed == NULL && kind_severity((int)f->kind) == SEVERITY_ERROR;
}

static struct counts count(const struct process *p)
{
	struct counts made = { (unsigned int)p->finding_count, 0, 0 };

	for (size_t i = 0; i < p->finding_count; i++) {
		made.failures += is_failure(&p->findings[i]);
		made.skipped += p->findings[i].suppressed != NULL;
	}
	return made;
}

static void put_counts(FILE *file, const struct counts *counts)
{
	xml_number(file, "tests", counts->tests);
	xml_number(file, "failures", counts->failures);
	xml_number(file, "errors", 0);
	xml_number(file, "skipped", counts->skipped);
	xml_number(file, "time", 0);
}

static const char *base_name(const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

	return slash != NULL ? slash + 1 : path;
}

static const char *program(const struct process *p)
{
	const char *name = base_name(p->exe);

	return name != NULL && name[0] != '\0' ? name : "program";
}

/* A name that is the same from run to run, for servers keep the history of a case by it. */
static const char *case_name(struct pool *pool, const struct report_finding *f)
{
	const struct report_frame *frame = place_frame(place_stack(f));
	const char *function = frame != NULL ? frame->function : NULL;
	const char *file = frame != NULL && frame->line > 0 ? base_name(frame->file) : NULL;

	return pool_format(pool, "%s%s%s%s%s%s (%s)", kind_name((int)f->kind),
			   function != NULL ? " in " : "", function != NULL ? function : "",
			   file != NULL ? " at " : "", file != NULL ? file : "",
			   file != NULL ? pool_format(pool, ":%d", frame->line) : "", f->id);
}

static void write_piece(void *ctx, const char *bytes, size_t count)
{
	(void)fwrite(bytes, 1, count, ctx);
}

/* The finding as the text report has it. */
static void put_finding(FILE *file, const struct process *p, const struct report_finding *f)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&bytes, &size);
	struct text text = { .write = write_piece, .ctx = memory, .threads = p->threads };

	if (memory == NULL)
		out_of_memory();
	text_finding(&text, f);
	if (fclose(memory) != 0)
		out_of_memory();
	xml_text(file, bytes);
	free(bytes);
}

static void put_case(FILE *file, const struct process *p, const struct report_finding *f)
{
	struct pool pool = { NULL };
	char buf[MESSAGE_BYTES];
	struct str message;

	(void)fputs("    <testcase", file);
	xml_attribute(file, "classname", pool_format(&pool, "fdwarden.%s", program(p)));
	xml_attribute(file, "name", case_name(&pool, f));
	xml_number(file, "time", 0);
	(void)fputs(">\n", file);
	str_init(&message, buf, sizeof(buf));
	message_add(&message, f);
	if (f->suppressed != NULL) {
		(void)fputs("      <skipped", file);
		xml_attribute(file, "message", f->suppressed);
		(void)fputs("/>\n", file);
	} else if (is_failure(f)) {
		(void)fputs("      <failure", file);
		xml_attribute(file, "type", kind_name((int)f->kind));
		xml_attribute(file, "message", message.at);
		(void)fputs(">", file);
		put_finding(file, p, f);
		(void)fputs("</failure>\n", file);
	} else {
		(void)fputs("      <system-out>", file);
		put_finding(file, p, f);
		(void)fputs("</system-out>\n", file);
	}
	(void)fputs("    </testcase>\n", file);
	pool_free(&pool);
}

static void put_suite(FILE *file, const struct process *p)
{
	struct counts counts = count(p);

	(void)fputs("  <testsuite", file);
	xml_attribute(file, "name", program(p));
	put_counts(file, &counts);
	(void)fputs(">\n    <properties>\n      <property name=\"pid\"", file);
	xml_number(file, "value", (unsigned long long)p->pid);
	(void)fputs("/>\n    </properties>\n", file);
	for (size_t i = 0; i < p->finding_count; i++)
		put_case(file, p, &p->findings[i]);
	(void)fputs("  </testsuite>\n", file);
}

/* A server that finds no case at all takes it for a broken job. */
static void put_clean(FILE *file, const struct document *d)
{
	const struct counts counts = { 1, 0, 0 };
	const char *name = d->count > 0 ? program(d->processes[0]) : "program";

	(void)fputs("  <testsuite", file);
	xml_attribute(file, "name", name);
	put_counts(file, &counts);
	(void)fputs(">\n    <testcase classname=\"fdwarden\" name=\"descriptors\" time=\"0\"/>\n"
		    "  </testsuite>\n",
		    file);
}

int junit_write(const struct document *d, FILE *file)
{
	struct counts all = { 0, 0, 0 };
	bool clean;

	for (size_t i = 0; i < d->count; i++) {
		struct counts one = count(d->processes[i]);

		all.tests += one.tests;
		all.failures += one.failures;
		all.skipped += one.skipped;
	}
	clean = all.tests == 0;
	all.tests += clean;
	errno = 0;
	(void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fdwarden\"",
		    file);
	put_counts(file, &all);
	(void)fputs(">\n", file);
	for (size_t i = 0; i < d->count; i++)
		if (d->processes[i]->finding_count > 0)
			put_suite(file, d->processes[i]);
	if (clean)
		put_clean(file, d);
	(void)fputs("</testsuites>\n", file);
	if (fflush(file) != 0 || ferror(file))
		return errno != 0 ? -errno : -EIO;
	return 0;
}
