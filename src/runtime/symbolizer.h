/*
 * The command as symboliser: a process of its own is given a copy of the
 * ledger and prints the report.
 *
 * Contract: any thread, with report_lock held (runtime/check.h).
 */
#ifndef RUNTIME_SYMBOLIZER_H
#define RUNTIME_SYMBOLIZER_H

#include "model/ledger.h"

struct symbolizer_job {
	/* May change the copy before it is reported; NULL: it is as it is. */
	void (*edit)(struct ledger *copy, void *ctx);
	void *ctx;
	int to;		/* a descriptor for the text; -1: as the options say */
	uint32_t leaks;	/* out: how many descriptors were reported as leaks */
};

/* 0: no errors; 1: errors were reported; -1: it could not be run. */
int symbolizer_run(struct symbolizer_job *);

#endif
