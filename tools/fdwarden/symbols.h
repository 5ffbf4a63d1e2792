/*
 * What stands at an address: function, file and line, from libdw. Modules and
 * look-ups are cached for the life of the command, and nothing is opened
 * before the first question.
 */
#ifndef FDWARDEN_SYMBOLS_H
#define FDWARDEN_SYMBOLS_H

#include "model/format.h"
#include "pool.h"
#include "report/report.h"

struct symbols;

/*
 * How much is wanted of a frame; each is far dearer than the one before.
 * Only FRAMES_FULL unfolds inlined functions.
 */
enum frame_detail { FRAMES_MODULES, FRAMES_SYMBOLS, FRAMES_FULL };

/* The function's name of a frame that a signal handler returns to, as gdb has it. */
#define SIGNAL_RETURN "<signal handler called>"

struct symbols *symbols_new(void);
void symbols_free(struct symbols *);

/*
 * The frames at an address, inlined ones before the function that they are
 * in: at least one. `module` is NULL where none is known. `exact`: the
 * address is that of the instruction itself, not a return address. With less
 * detail than FRAMES_FULL it is one frame, without file and line. What is
 * returned lives as long as the symbols; the flag `own` is not set.
 */
const struct report_frame *symbols_at(struct symbols *, const struct ledger_module *module,
				      uint64_t pc, bool exact, enum frame_detail,
				      unsigned int *count);

/*
 * The text of a frame's source line, without indentation; NULL where the file
 * is not there, or is newer than the module.
 */
const char *symbols_source(struct symbols *, const struct report_frame *);

#endif
