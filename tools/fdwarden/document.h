/*
 * The whole report as data: one entry a process image, each with its
 * findings. Built from ledgers, turned into text (print.h) or JSON (json.h).
 */
#ifndef FDWARDEN_DOCUMENT_H
#define FDWARDEN_DOCUMENT_H

#include "ledger_read.h"
#include "pool.h"
#include "report/report.h"
#include "report/text.h"
#include "suppressions.h"
#include "symbols.h"

enum ended { ENDED_EXIT, ENDED_SIGNAL, ENDED_EXEC, ENDED_RUNNING, ENDED_UNKNOWN };

struct process {
	struct ledger_copy ledger;
	const char *file; /* the ledger's name, for messages */
	int pid, ppid;
	uint32_t image;
	uint64_t start_ns;
	const char *exe; /* NULL: not known */
	const char **args;
	size_t arg_count;
	enum ended ended;
	int code; /* exit status or signal; -1: not known */
	uint64_t lost;
	bool threads; /* more than one appears in the findings */
	struct report_finding *findings;
	size_t finding_count;
	struct report_blind *blinds; /* in the order in which they were noticed */
	size_t blind_count;
};

struct document {
	struct pool pool;
	struct symbols *symbols;
	struct process **processes; /* in order of their start */
	size_t count;
	struct suppressions *suppressions;
	const char *own_suppressions; /* the program's, read last: the same again are not read */
	bool gen_suppressions;
	bool in_full; /* suppressed findings are wanted as complete as others */
	bool unreadable; /* a ledger could not be read at all */
	uint32_t leaks;  /* enum leak_mode; LEAKS_AS_RECORDED */
	struct text_summary summary;
};

#define LEAKS_AS_RECORDED UINT32_MAX

void document_start(struct document *);
void document_free(struct document *);

/*
 * Adds the ledger in an open file; `name` is for messages, and is kept. A ledger that was
 * never used is left out; one that cannot be read is complained about.
 * Returns the process, or NULL.
 */
struct process *document_add(struct document *, int fd, const char *name);

/*
 * All processes are there and their endings are known: makes the findings and
 * counts them. Complains about each damaged ledger, once.
 */
void document_finish(struct document *);

/* "exit", "signal", … */
const char *ended_name(enum ended);

#endif
