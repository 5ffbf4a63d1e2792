/* The end of the program for the first error: abort_on_error, halt_on_error. */
#ifndef RUNTIME_HALT_H
#define RUNTIME_HALT_H

#include "base/compiler.h"

/*
 * An error was found: if the options say so, or it is fatal (android/fdsan.h),
 * it is reported and this does not return.
 */
void halt_for_error(bool fatal);

/* Raises SIGABRT, as abort(3) does: its handler may run, and does not save the process. */
_Noreturn void halt_by_abort(void);

#endif
