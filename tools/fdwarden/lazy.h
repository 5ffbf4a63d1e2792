/*
 * Libraries that are loaded when something of theirs is first needed: together they take
 * longer to load than most programs take to run, and most runs have nothing to report.
 * LIBRARY.FUNCTION is the function of that name, where LIBRARY is dw, libelf or jansson.
 */
#ifndef FDWARDEN_LAZY_H
#define FDWARDEN_LAZY_H

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <gelf.h>
#include <jansson.h>

#include "base/compiler.h"

#define FUNCTION(name) __typeof__(name) *name;

struct lazy_dw {
#include "lazy_dw.def"
};

struct lazy_elf {
#include "lazy_elf.def"
};

struct lazy_jansson {
#include "lazy_jansson.def"
};

#undef FUNCTION

/* Valid once what loads them has returned true. */
extern struct lazy_dw dw;
extern struct lazy_elf libelf;
extern struct lazy_jansson jansson;

/* False, after one line the first time, if the library is not there. */
bool dw_load(void); /* libelf, too */
bool elf_load(void);
bool jansson_load(void);

#endif
