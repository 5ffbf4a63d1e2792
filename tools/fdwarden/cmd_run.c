/* fdwarden run: a program under the library, and the report at its end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collect.h"
#include "command.h"
#include "document.h"
#include "filters.h"
#include "launch.h"
#include "outputs.h"
#include "rundir.h"
#include "settings.h"
#include "target.h"

#ifndef FDWARDEN_LIBDIR
#define FDWARDEN_LIBDIR "/usr/local/lib"
#endif

#define LIBRARY "libfdwarden.so"
/*
 * A directory of libraries for glibc and musl (`make musl`), for programs of one may start
 * those of the other. LD_PRELOAD names DIRECTORY/$LIB/libfdwarden.so: glibc's loader puts
 * the name of its own kind of directory for $LIB, and musl's opens what is called so.
 */
#define LIBRARIES "libfdwarden-musl"

struct run {
	struct settings settings;
	struct outputs outputs;
	struct suppressions *suppressions;
	struct rundir dir;
	struct target target;
	struct launch launch;
	struct launched launched;
	const char *link; /* to the library, if its own path cannot be preloaded */
};

void print_run_help(void)
{
	printf("usage: fdwarden run [OPTIONS] [--] PROGRAM [ARG...]\n\n"
	       "Runs PROGRAM, and the processes it starts, and reports descriptor bugs at the end.\n\n");
	settings_print_flags(false);
	printf("\nStatus: PROGRAM's own (128+N for signal N); 23, or --exitcode, when errors were\n"
	       "found and PROGRAM's is 0; 125 when fdwarden failed, 126 when PROGRAM cannot be\n"
	       "run, 127 when it is not found, 2 for a wrong command line.\n");
}

/* LD_PRELOAD is split at blanks and colons, and knows no quoting: ld.so(8). */
static bool is_preloadable(const char *path)
{
	return strpbrk(path, " \t\n:$") == NULL;
}

/* The path, or that of a link to it where it cannot stand in LD_PRELOAD; NULL: neither can. */
static const char *preloadable(struct run *run, const char *path)
{
	const char *link;

	if (is_preloadable(path))
		return path;
	link = pool_format(&run->settings.pool, "%s/%s", run->dir.path, LIBRARY);
	if (!is_preloadable(link)) {
		complain("cannot preload \"%s\": a blank or colon is in its path", path);
		return NULL;
	}
	(void)unlink(link);
	if (symlink(path, link) != 0) {
		complain("cannot make \"%s\": %s", link, strerror(errno));
		return NULL;
	}
	run->link = link;
	return link;
}

static bool find_library(struct run *run)
{
	struct pool *pool = &run->settings.pool;
	const char *libraries = shipped_file(pool, FDWARDEN_LIBDIR, LIBRARIES);
	const char *path = libraries;

	if (path == NULL)
		path = shipped_file(pool, FDWARDEN_LIBDIR, LIBRARY);
	if (path == NULL) {
		complain("cannot find %s beside the command or in %s", LIBRARY, FDWARDEN_LIBDIR);
		return false;
	}
	/* Started with glibc's library, a program of musl's would not run. */
	if (run->target.musl && libraries == NULL) {
		run->target.cannot_follow = "it is for musl, and there is no library for that";
		return true;
	}
	path = preloadable(run, path);
	if (path != NULL && libraries != NULL)
		path = pool_format(pool, "%s/$LIB/%s", path, LIBRARY);
	run->launch.library = path;
	return path != NULL;
}

/* What is in the environment, then what the command line gave, then ours. */
static void make_options(struct run *run)
{
	struct settings *s = &run->settings;
	const char *old = getenv("FDWARDEN_OPTIONS");
	char *dir = pool_take(&s->pool, 2 * strlen(run->dir.path) + 1), *to = dir;

	for (const char *from = run->dir.path; *from != '\0'; from++) {
		if (*from == ':')
			*to++ = '\\';
		*to++ = *from;
	}
	run->launch.options = pool_format(&s->pool, "%s%s%s%sdir=%s", old != NULL ? old : "",
					  old != NULL && old[0] != '\0' ? ":" : "", s->given,
					  s->given[0] != '\0' ? ":" : "", dir);
}

static bool prepare(struct run *run)
{
	struct settings *s = &run->settings;

	run->suppressions = filters_load(s);
	if (run->suppressions == NULL || !outputs_open(&run->outputs, s) ||
	    !rundir_open(&run->dir, &s->pool, s->keep))
		return false;
	target_look(&run->target, &s->pool, s->rest[0]);
	if (!find_library(run))
		return false;
	if (run->target.cannot_follow != NULL)
		complain("cannot follow \"%s\": %s", s->rest[0], run->target.cannot_follow);
	make_options(run);
	run->launch.argv = s->rest;
	run->launch.limit = s->limit;
	run->launch.asan = run->target.needs_asan;
	run->launch.first = run->target.first;
	return true;
}

static int own_status(const struct launched *done)
{
	return WIFSIGNALED(done->status) ? 128 + WTERMSIG(done->status) : WEXITSTATUS(done->status);
}

/* The report, and the status that follows from it and from the program's own. */
static int report(struct run *run)
{
	struct settings *s = &run->settings;
	int status = own_status(&run->launched);
	struct run_record record = { run->launched.pid, run->launched.status };
	struct document document;
	bool fine;

	document_start(&document);
	document.suppressions = run->suppressions;
	document.gen_suppressions = s->gen_suppressions;
	document.in_full = settings_want_document(s);
	if (s->leaks_given)
		document.leaks = s->options.leaks;
	if (run->dir.keep)
		rundir_write_record(&run->dir, &record);
	fine = collect(&document, run->dir.path, 0, &record);
	fine &= !document.unreadable;
	if (run->link != NULL)
		(void)unlink(run->link);
	rundir_close(&run->dir); /* all is in memory: what follows may be interrupted */
	launch_done();
	if (fine && document.count == 0 && run->target.cannot_follow == NULL)
		complain("cannot follow \"%s\": the library was not loaded into it, or could not "
			 "write its ledger",
			 s->rest[0]);
	document_finish(&document);
	fine &= outputs_write(&run->outputs, &document, s);
	if (status == 0)
		status = report_status(&document, s, fine);
	document_free(&document);
	return status;
}

static int cannot_run(const struct run *run)
{
	int error = run->launched.exec_errno;

	complain("cannot run \"%s\": %s", run->settings.rest[0], strerror(error));
	return error == ENOENT || error == ENOTDIR ? STATUS_NOT_FOUND : STATUS_CANNOT_RUN;
}

static int run_program(struct run *run)
{
	if (!prepare(run) || !launch_and_wait(&run->launch, &run->launched))
		return STATUS_FAILED;
	if (run->launched.exec_errno != 0)
		return cannot_run(run);
	if (run->settings.wait)
		collect_wait(run->dir.path, launch_is_stopped);
	else
		collect_settle(run->dir.path);
	return report(run);
}

int cmd_run(int argc, char **argv)
{
	struct run run = { .link = NULL };
	int status;

	if (!settings_read(&run.settings, argc, argv, false, &status)) {
		settings_free(&run.settings);
		return status;
	}
	if (run.settings.rest_count == 0) {
		complain("no program given (see fdwarden run --help)");
		settings_free(&run.settings);
		return STATUS_USAGE;
	}
	status = run_program(&run);
	if (run.link != NULL)
		(void)unlink(run.link);
	rundir_close(&run.dir);
	suppressions_free(run.suppressions);
	settings_free(&run.settings);
	return status;
}
