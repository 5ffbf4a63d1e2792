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
#define PYTHON_CODE_BYTES 256 /* of a code object: all members that we read */
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
};

extern struct python python __attribute__((visibility("hidden")));

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
 * A number that differs for another code object at the same address. `code`
 * must be a code object.
 */
static inline uint64_t python_check(const struct python_layout *l, uintptr_t code)
{
	uintptr_t name = python_member(code, l->code_name);
	uintptr_t file = python_member(code, l->code_file);
	uintptr_t lines = python_member(code, l->code_lines);
	uintptr_t size = python_member(lines, PYTHON_BYTES_SIZE);
	uint64_t check;

	/* Strings are told apart by their hashes, which are of their text: names
	 * and files are keys of dictionaries and so have one. */
	check = name ^ python_member(name, PYTHON_STR_HASH) * 0x9e3779b97f4a7c15ull;
	check = (check << 7 | check >> 57) ^ file ^
		python_member(file, PYTHON_STR_HASH) * 0xc2b2ae3d27d4eb4full;
	check = (check << 7 | check >> 57) ^ lines ^ size << 32 ^
		(uint32_t)python_number(code, l->code_first_line);
	/* The last bytes: with the NUL behind, eight of a table of seven. */
	check = (check << 7 | check >> 57) ^
		(size >= 7 ? python_member(lines, PYTHON_BYTES) +
				     python_member(lines + size - 7, PYTHON_BYTES) * 3
			   : 0);
	return check;
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
