/* Functions of the program's own file by its .symtab, which nothing maps by itself. */
#ifndef RUNTIME_SYMTAB_H
#define RUNTIME_SYMTAB_H

#include "base/compiler.h"

/*
 * The function at an address of the file (run-time address minus bias), or NULL: the
 * file cannot be read, is stripped, or says nothing of it. For the end of the
 * process: one thread; the file is mapped once and stays.
 */
const char *symtab_function(uintptr_t address);

#endif
