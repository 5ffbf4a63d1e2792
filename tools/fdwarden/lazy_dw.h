/*
 * libdw, loaded when the first name is asked for: with the libraries that it
 * needs it takes longer to load than most programs take to run, and most runs
 * have nothing to report. dw.FUNCTION is the function of that name.
 */
#ifndef FDWARDEN_LAZY_DW_H
#define FDWARDEN_LAZY_DW_H

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include "base/compiler.h"

struct lazy_dw {
#define DW(name) __typeof__(name) *name;
#include "lazy_dw.def"
#undef DW
};

/* Valid after dw_load() has returned true. */
extern struct lazy_dw dw;

/* False, after one line the first time, if libdw is not there: then there are no names. */
bool dw_load(void);

#endif
