/* The Python frames of a stack, and which frames are the interpreter's own. */
#ifndef FDWARDEN_PYTHON_FRAMES_H
#define FDWARDEN_PYTHON_FRAMES_H

#include "document.h"

/* True if a word of a stack is a Python frame and not an address. */
bool python_is_frame(uint64_t word);

/* True for the frame that an evaluation loop began with: its last one. */
bool python_is_entry(uint64_t word);

/* The frame with function, file and line. False: nothing to be shown. */
bool python_frame(struct document *, struct process *, uint64_t word, struct report_frame *);

/* True if this native frame is an evaluation loop. */
bool python_is_loop(const struct report_frame *);

/* True for the standard library and what is installed beside it. */
bool python_is_library(const char *file);

#endif
