/*
 * An interpreter's memory made by hand, in the layout of any version, with a
 * model of what stands there. Frames, code and texts change at the same
 * addresses, as they do when CPython frees and makes them anew. The model knows
 * nothing of checks: stacks are compared with what can be read in it.
 */
#ifndef TESTS_PYTHON_WORLD_H
#define TESTS_PYTHON_WORLD_H

#include "model/places.h"
#include "unwind/interp.h"
#include "unwind/python_frames.h"

#define WORLD_FRAMES 96
#define WORLD_CODES  6
#define WORLD_FILES  3

/* Those of the versions whose offsets are not published: 3.9 and so on. */
#define WORLD_LAYOUTS 4
extern const struct python_layout world_layouts[WORLD_LAYOUTS];

struct memory {
	uintptr_t words[64];
};

struct text {
	unsigned int length, kind;
	uint32_t characters[20];
};

struct code {
	struct text name, *file;
	uint32_t first_line;
	unsigned int table_bytes;
	uint8_t table[40];
};

/* One thread's: the model, and what stands in memory for it. */
struct world {
	struct text files[WORLD_FILES];
	struct code codes[WORLD_CODES];
	struct {
		int where; /* which of the frames */
		int code;  /* -1: on the C stack */
		uint32_t offset;
		bool entry;
	} chain[WORLD_FRAMES]; /* innermost first */
	int count;

	struct memory state, cframe, frames[WORLD_FRAMES];
	struct memory code_objects[WORLD_CODES], names[WORLD_CODES], tables[WORLD_CODES],
		file_objects[WORLD_FILES];
	unsigned int seed;
	int found;
};

extern __thread struct world *world; /* the calling thread's */
extern struct memory world_runtime;  /* _PyRuntime */

/* All processes of one version from here on, and nothing is kept of another. */
void world_use(const struct python_layout *);

/* From 3.12 on a frame on the C stack says where an evaluation loop began. */
bool world_has_c_frames(void);

/* The calling thread's, from malloc. */
void world_make(unsigned int seed);

unsigned int world_random(unsigned int of);

/* One thing of the model, then world_store(). */
void world_change(void);

/* The model as it stands now, into memory. */
void world_store(void);

void world_set(struct memory *, int offset, uintptr_t value);
void world_set_instruction(struct memory *frame, uintptr_t code, uint32_t offset);

/* The i-th frame of the chain, NULL behind the last. */
struct memory *world_frame(int i);

/* True if the stack is of two native frames and of the world's. */
bool world_is_stack(const struct ledger *, uint32_t stack, const uintptr_t *pcs);

#endif
