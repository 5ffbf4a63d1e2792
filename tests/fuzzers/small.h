/* A target whose bugs are asked for by name. */
#ifndef SMALL_H
#define SMALL_H

#include <stddef.h>

/* The first byte of an input says what is done. */
void handle(const unsigned char *bytes, size_t count);

#endif
