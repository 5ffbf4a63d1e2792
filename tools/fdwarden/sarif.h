/* The document as SARIF 2.1.0, the format that code hosts take. */
#ifndef FDWARDEN_SARIF_H
#define FDWARDEN_SARIF_H

#include <stdio.h>

#include "document.h"

/* Writes it, with a newline at the end. 0, or -errno. */
int sarif_write(const struct document *, FILE *);

#endif
