/* The document as text: what people read. */
#ifndef FDWARDEN_PRINT_H
#define FDWARDEN_PRINT_H

#include <stdio.h>

#include "document.h"

#define PRINT_ALL 0

struct print_style {
	bool color;
	unsigned int verbose;
	unsigned int dedup_frames;
	unsigned int max_leaks; /* 0: all */
	bool suppressions;      /* which were used, and which never */
};

struct settings;

/* As the options say; the colour is the file's to decide. */
struct print_style print_style_of(const struct settings *, bool color);

/*
 * Prints the findings that are not suppressed, and the summary, of all
 * processes or of those with one pid. Prints nothing where there are none,
 * unless it is to be verbose. 0, or -errno.
 */
int print_document(const struct document *, int pid, const struct print_style *, FILE *);

/* True where there is something to print. */
bool print_is_needed(const struct document *, int pid, const struct print_style *);

/* Whether colour is wanted on this file: enum color_mode, NO_COLOR, a terminal. */
bool print_color_wanted(uint32_t mode, int fd);

#endif
