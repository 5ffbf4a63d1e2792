/* The kinds of finding: names, severities, what is looked for by default. */
#ifndef POLICY_KINDS_H
#define POLICY_KINDS_H

#include "base/compiler.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE, SEVERITIES };

/* "double-close"; "unknown" for what is no kind. */
const char *kind_name(int kind);

/* The kind's own, or what the option `severity` made of it. */
enum severity kind_severity(int kind);

/*
 * Two bits a kind: enum severity. What is set holds for the process; to be called
 * once, before anything is found.
 */
uint32_t kinds_default_severities(void);
void kinds_set_severities(uint32_t severities);

/* "error", "warning", "note" */
const char *severity_name(enum severity);

/* The kind of this name, or -1. */
int kind_named(const char *name, size_t bytes);

/* Bit k: kind k is on by default. */
uint32_t kinds_by_default(void);

#endif
