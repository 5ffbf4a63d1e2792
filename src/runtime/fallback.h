/* The report without the command: what dladdr and the program's .symtab know, in the same words. */
#ifndef RUNTIME_FALLBACK_H
#define RUNTIME_FALLBACK_H

#include "base/compiler.h"

/* Prints the findings on our copy of stderr. True if there are errors. */
bool fallback_report(void);

/* Prints the leaks of a selection to descriptor `to` (-1: stderr); how many descriptors. */
struct selection;
unsigned int fallback_check(const struct selection *, int to);

#endif
