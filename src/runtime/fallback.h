/* The report without the command: what dladdr knows, in the same words. */
#ifndef RUNTIME_FALLBACK_H
#define RUNTIME_FALLBACK_H

#include "base/compiler.h"

/* Prints the findings on our copy of stderr. True if there are errors. */
bool fallback_report(void);

#endif
