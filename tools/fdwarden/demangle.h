/* Names of symbols as people write them. */
#ifndef FDWARDEN_DEMANGLE_H
#define FDWARDEN_DEMANGLE_H

#include "pool.h"

/* C++ and Rust are demangled, and what nobody writes out is shortened. */
const char *demangled(struct pool *, const char *symbol);

#endif
