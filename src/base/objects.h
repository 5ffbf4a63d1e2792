/*
 * Which loaded object file holds an address: through glibc's lock-free
 * _dl_find_object where there is one (2.35 and later), else by object_list.h.
 *
 * Contract: any thread, signal handlers.
 */
#ifndef BASE_OBJECTS_H
#define BASE_OBJECTS_H

#include "base/compiler.h"

struct object {
	uintptr_t start, end;	/* of the mapping */
	uintptr_t bias;		/* run-time address minus address in the file */
	const char *name;	/* as the linker knows it; "" for the program */
	const uint8_t *eh_frame_hdr; /* NULL: it has none */
};

/* True and *found, or false: no object holds this address. */
bool object_find(uintptr_t address, struct object *found);

/* An object was unloaded: what is remembered is void. */
void objects_flush(void);

/* The process is about to enter a sandbox: object_find makes no system call there. */
void objects_sandboxed(void);

/*
 * The address of a symbol that the object itself exports, or NULL. Its own
 * dynamic symbols are searched (GNU hash table), nobody else's, without a lock:
 * what dlsym cannot do, and what finds libraries loaded with RTLD_LOCAL too.
 */
void *object_symbol(const struct object *, const char *name);

/*
 * Notes the objects of the program's start that come after the one with this dynamic
 * section, for object_symbol_later. Before the program's first thread. False: dlsym is to
 * be asked.
 */
bool objects_note_later(const void *dynamic);

/*
 * What dlsym(RTLD_NEXT, name) says to that object, without its lock: *found, NULL if
 * there is none. False: it is no plain function, only the linker can tell.
 */
bool object_symbol_later(const char *name, void **found);

#define OBJECT_BUILD_ID_MAX 32

/* Copies the object's build id; returns its length, 0 if it has none. */
size_t object_build_id(const struct object *, uint8_t id[OBJECT_BUILD_ID_MAX]);

#endif
