/*
 * The one text renderer: findings for people. Writes piece by piece to a
 * sink; no malloc, no stdio. The command and the library use the same.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "report/report.h"

struct text {
	void (*write)(void *ctx, const char *bytes, size_t count);
	void *ctx;
	bool color;
	bool threads; /* the process has more than one: name them */
	unsigned int verbose;
	unsigned int dedup_frames; /* of DEDUP_TOKEN; 0: none */
};

/* What the last line counts. */
struct text_summary {
	uint32_t processes, errors, warnings, notes, suppressed;
	uint32_t by_kind[KINDS]; /* findings that are not suppressed */
};

/* One finding, and an empty line. */
void text_finding(const struct text *, const struct report_finding *);

/* "fdwarden: process 4711, /usr/bin/prog arg …, killed by signal 9:" */
void text_process(const struct text *, int pid, const char *exe, const char *ending);

/* A descriptor that came or went without a call that the ledger knows. */
struct report_blind {
	int fd;
	unsigned int class;	/* enum blind_class */
	uint32_t count;
	const char *object;	/* "file", … */
	const char *path;	/* NULL: not known */
	const char *call;	/* during which it was noticed; NULL: none */
	uint64_t ns;		/* and when; 0: not known */
};

/* "fdwarden: blind spot: descriptor 5 (/tmp/x) was made by …; noticed at close()" */
void text_blind(const struct text *, const struct report_blind *);

/* "fdwarden: more leaks that are not shown: 3 (max_leaks=1)" */
void text_more_leaks(const struct text *, unsigned int count, unsigned int max_leaks);

/* "fdwarden: 2 errors (1 double-close, 1 leak), 1 suppressed in 3 processes" */
void text_summary(const struct text *, const struct text_summary *);

#endif
