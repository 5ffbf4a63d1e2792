/* The document as JSON: schema fdwarden/1. */
#ifndef FDWARDEN_JSON_H
#define FDWARDEN_JSON_H

#include <stdio.h>

#include "document.h"

/* Writes it, with a newline at the end. 0, or -errno. */
int json_write(const struct document *, FILE *);

#endif
