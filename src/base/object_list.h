/*
 * The loaded objects by the linker's own list (r_debug, <link.h>), for a libc without
 * _dl_find_object. Read without its lock: each node is copied by the kernel, so that
 * one that goes away meanwhile is an error and not a fault.
 *
 * Contract: any thread, signal handlers. No lock is waited for.
 */
#ifndef BASE_OBJECT_LIST_H
#define BASE_OBJECT_LIST_H

#include "base/objects.h"

/* The object that holds the address; the list is read again where none is known to. */
bool object_list_find(uintptr_t address, struct object *found);

/* An object was unloaded: what is known is read anew. */
void object_list_flush(void);

/* No system call from here on: what is known now is all. */
void object_list_seal(void);

#endif
