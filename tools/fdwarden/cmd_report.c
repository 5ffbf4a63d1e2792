/*
 * fdwarden report: the report of a run whose ledgers were kept. Also, for the
 * library linked into a program without `fdwarden run` above, the symboliser
 * of its report at exit: `report --linked FD` (not for people).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "collect.h"
#include "command.h"
#include "document.h"
#include "filters.h"
#include "outputs.h"
#include "print.h"
#include "runs.h"
#include "settings.h"

void print_report_help(void)
{
	printf("usage: fdwarden report [OPTIONS] DIR\n"
	       "       fdwarden report [OPTIONS] --pid N\n\n"
	       "Reports once more, from the ledgers that fdwarden run --keep DIR left, or from\n"
	       "those of a run that has not ended, or was killed.\n\n");
	settings_print_flags(true);
	printf("\nStatus: 0, or 23 (or --exitcode) when errors were found; 125 when fdwarden\n"
	       "failed, 2 for a wrong command line.\n");
}

static int report_directory(struct settings *s, const char *directory,
			    struct suppressions *suppressions)
{
	struct run_record record;
	struct outputs outputs;
	struct document document;
	int status = 0;

	if (!outputs_open(&outputs, s))
		return STATUS_FAILED;
	document_start(&document);
	document.suppressions = suppressions;
	document.gen_suppressions = s->gen_suppressions;
	document.in_full = settings_want_document(s);
	if (s->leaks_given)
		document.leaks = s->options.leaks;
	(void)rundir_read_record(directory, &record);
	if (!collect(&document, directory, s->pid, &record)) {
		status = STATUS_FAILED;
	} else if (s->pid != 0 && document.count == 0) {
		complain("there is no ledger of process %d in \"%s\"", s->pid, directory);
		status = STATUS_FAILED;
	} else {
		document_finish(&document);
		status = report_status(&document, s,
				       outputs_write(&outputs, &document, s) &&
					       !document.unreadable);
	}
	document_free(&document);
	return status;
}

/* True if there is a directory with at least one ledger. */
static bool holds_ledgers(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		complain("cannot read \"%s\": %s", path, strerror(errno));
		return false;
	}
	if (!S_ISDIR(st.st_mode)) {
		complain("cannot read \"%s\": %s", path, strerror(ENOTDIR));
		return false;
	}
	if (!rundir_has_ledgers(path)) {
		complain("there are no ledgers in \"%s\"", path);
		return false;
	}
	return true;
}

/* The one that is given, or that of the process; NULL after one line. */
static const char *directory_of(struct settings *s)
{
	const char *found;

	if (s->rest_count > 0)
		return holds_ledgers(s->rest[0]) ? s->rest[0] : NULL;
	found = runs_find(&s->pool, s->pid);
	if (found == NULL)
		complain("there is no ledger of process %d in the directory of any run", s->pid);
	return found;
}

/* To the log that the options name, or to stderr. */
static void print_linked(struct settings *s, const struct document *d, int pid, bool to_stderr)
{
	const char *path = to_stderr ? "" : outputs_expand(&s->pool, s->log != NULL ? s->log : "", pid);
	FILE *file = path[0] != '\0' ? fopen(path, "ae") : NULL;
	struct print_style style = print_style_of(s, false);

	if (path[0] != '\0' && file == NULL)
		complain("cannot write \"%s\": %s", path, strerror(errno));
	style.color = print_color_wanted(s->options.color, fileno(file != NULL ? file : stderr));
	(void)print_document(d, PRINT_ALL, &style, file != NULL ? file : stderr);
	if (file != NULL)
		(void)fclose(file);
}

/* What the library wants to know of a check: how many descriptors were reported. */
static void answer(int fd, const struct process *p)
{
	uint32_t leaks = 0;

	for (size_t i = 0; i < p->finding_count; i++)
		if (p->findings[i].kind == KIND_LEAK && p->findings[i].suppressed == NULL)
			leaks += p->findings[i].count;
	if (pwrite(fd, &leaks, sizeof(leaks), offsetof(struct ledger_header, reported)) < 0)
		complain("cannot answer: %s", strerror(errno));
}

/*
 * --linked FD [here]: one ledger in memory, its process waiting for us, at its
 * end or for a check. Prints where the options say, or on stderr. Status 1: it
 * has errors; 0: none; else the library reports itself.
 */
static int report_linked(int fd, bool to_stderr)
{
	struct settings s;
	struct document document;
	struct process *process;
	int status = STATUS_FAILED;

	settings_from_environment(&s);
	settings_take_over(&s);
	document_start(&document);
	document.suppressions = filters_load(&s);
	process = document_add(&document, fd, "of the program");
	if (process != NULL) {
		if (process->ended == ENDED_UNKNOWN)
			process->ended = ENDED_EXIT;
		document_finish(&document);
		print_linked(&s, &document, process->pid, to_stderr);
		answer(fd, process);
		status = document.summary.errors > 0 ? 1 : 0;
	}
	suppressions_free(document.suppressions);
	document_free(&document);
	settings_free(&s);
	return status;
}

int cmd_report(int argc, char **argv)
{
	struct settings s;
	struct suppressions *suppressions;
	const char *directory;
	uint64_t fd;
	int status;

	if ((argc == 3 || argc == 4) && strcmp(argv[1], "--linked") == 0 &&
	    str_to_u64(argv[2], strlen(argv[2]), INT32_MAX, &fd) == 0)
		return report_linked((int)fd, argc == 4);
	if (!settings_read(&s, argc, argv, true, &status)) {
		settings_free(&s);
		return status;
	}
	if (s.rest_count > 1 || (s.rest_count == 0 && s.pid == 0)) {
		if (s.rest_count == 0)
			complain("no directory given (see fdwarden report --help)");
		else
			complain("unexpected argument \"%s\"", s.rest[1]);
		settings_free(&s);
		return STATUS_USAGE;
	}
	status = STATUS_FAILED;
	suppressions = filters_load(&s);
	directory = suppressions != NULL ? directory_of(&s) : NULL;
	if (directory != NULL)
		status = report_directory(&s, directory, suppressions);
	suppressions_free(suppressions);
	settings_free(&s);
	return status;
}
