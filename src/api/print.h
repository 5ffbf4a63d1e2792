/* Text for debuggers, a line at a time. Takes the dynamic linker's lock (dladdr). */
#ifndef API_PRINT_H
#define API_PRINT_H

#include "base/str.h"
#include "fdwarden.h"

/* Writes the line with its end, and clears it. */
void print_line(int to, struct str *line);

/* One line a frame; `line` is empty room for them. */
void print_frames(int to, struct str *line, const struct fdw_stack *);

#endif
