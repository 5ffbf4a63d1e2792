/*
 * CPython from outside: its layout, and how far its memory is trusted.
 *
 * The calling thread is in the middle of a call of libc's, so what its own
 * frames refer to (code objects, their names and tables) is alive and nobody
 * changes it, with the GIL or without. What must not hurt is what only looks
 * like a frame: a signal handler that interrupts the evaluation loop while it
 * links one, an embedder's own build. So each page that frames are in has been
 * shown to be readable, and a code object that is met for the first time is
 * looked at in full (python_code.c) before its address is believed.
 */
#ifndef UNWIND_PYTHON_H
#define UNWIND_PYTHON_H

#include "model/places.h"

/* The offsets of python_offsets.def; -1: there is no such member. */
struct python_layout {
	int minor;
	int runtime_interpreters, interpreter_next, interpreter_threads;
	int state_next, state_thread, state_frame, cframe_frame;
	int frame_previous, frame_code, frame_instruction, frame_owner, frame_entry;
	int code_file, code_name, code_qualname, code_lines, code_first_line, code_bytecode;
	int ascii_bytes, compact_bytes; /* headers of strings: their text follows */
	enum line_table lines;
};

/* The same in all versions (64-bit, not built with Py_TRACE_REFS). */
#define PYTHON_TYPE       8
#define PYTHON_BYTES_SIZE 16
#define PYTHON_BYTES      32
#define PYTHON_STR_LENGTH 16
#define PYTHON_STR_HASH   24
#define PYTHON_STR_STATE  32

struct python {
	uintptr_t runtime; /* _PyRuntime */
	void *(*this_thread_state)(void);
	uintptr_t code_type, str_type, bytes_type;
	struct python_layout layout;
	uint32_t version; /* 0x030b02f0: 3.11.2 */

	/* Of the layout, by python_measure(). Objects may end where memory ends:
	 * these are the bytes that we read, and no more. */
	int frame_kind; /* the byte that is frame_entry or frame_owner, or any */
	size_t frame_bytes, code_bytes;
};

extern struct python python __attribute__((visibility("hidden")));

/* False: a member would be further off than they ever are. */
bool python_measure(struct python *);

typedef uintptr_t python_word __attribute__((may_alias));
typedef uint32_t python_half __attribute__((may_alias));

/* A member of an object that is known to be there. */
static must_inline uintptr_t python_member(uintptr_t object, int offset)
{
	return *(const python_word *)(object + (uintptr_t)offset);
}

static must_inline int python_number(uintptr_t object, int offset)
{
	return (int)*(const python_half *)(object + (uintptr_t)offset);
}

/*
 * All states of the thread that owns this one, in the order in which their
 * frames stand on its stack, innermost first: at most `max`, at least 2.
 */
int python_states(const struct python_layout *, uintptr_t own, uintptr_t *states, int max);

/* The place of an instruction in a code object that is not known yet: its ref,
 * or 0: this is no code object, or there is no room. */
uint32_t python_enter(struct ledger *, uintptr_t code, uint32_t offset);

#endif
