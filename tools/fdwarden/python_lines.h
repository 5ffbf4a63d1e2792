/* CPython's tables of lines: which line an instruction belongs to. */
#ifndef FDWARDEN_PYTHON_LINES_H
#define FDWARDEN_PYTHON_LINES_H

#include "base/compiler.h"
#include "model/format.h"

/*
 * The line of the instruction at `offset` bytes of a code that begins at
 * first_line; 0: it belongs to none. The table is untrusted.
 */
int python_line(enum line_table, const uint8_t *table, size_t bytes, int first_line,
		uint32_t offset);

#endif
