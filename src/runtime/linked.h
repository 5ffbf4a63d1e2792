/*
 * The report of a library that was linked in, with no command above it: at
 * exit, on stderr, by the command as a symboliser if it is installed.
 */
#ifndef RUNTIME_LINKED_H
#define RUNTIME_LINKED_H

#include "base/compiler.h"

/*
 * True if the report must come from the exit handler already: LeakSanitizer is
 * in the process and may end it before the last destructor.
 */
bool linked_reports_early(void);

/* Prints the report, once however often it is called. */
void linked_report(void);

/*
 * If errors were reported and the program's own `status` is 0, ends the
 * process with the status that the options say, or, whatever its status, by
 * abort if they say that; otherwise returns. `flush` is
 * for exit(3), which writes out what stdio holds; _exit(2) never does.
 */
void linked_end(int status, bool flush);

#endif
