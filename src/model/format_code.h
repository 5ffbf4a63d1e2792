/*
 * The part of the ledger's layout that is about code of an interpreted language:
 * what format.h says of the whole holds here, too.
 */
#ifndef MODEL_FORMAT_CODE_H
#define MODEL_FORMAT_CODE_H

#include "base/compiler.h"

/* How a table of lines is to be read. */
enum line_table {
	LINES_LNOTAB,		/* CPython 3.9: steps of address and line */
	LINES_RANGES,		/* CPython 3.10: PEP 626 */
	LINES_LOCATIONS,	/* CPython 3.11 and later: with columns */
	LINE_TABLES
};

/* A function's code, copied: the process may free it and make another there. */
struct ledger_code {
	uint32_t next;		/* ref, in the chain of its bucket */
	uint32_t first_line;
	uint64_t address;	/* of the code object */
	uint64_t check;		/* differs for another object at that address */
	uint32_t table_bytes;
	uint16_t lines;		/* enum line_table */
	uint16_t name_bytes;	/* UTF-8; qualified if the interpreter knows it so */
	uint16_t file_bytes;	/* UTF-8, as the interpreter was given it */
	char bytes[];		/* the name, the file, the table of lines */
};

/* An instruction of it that a stack runs through. */
struct ledger_place {
	uint32_t next;		/* ref, in the chain of its bucket */
	uint32_t code;		/* ref of struct ledger_code */
	uint32_t offset;	/* of the instruction in the code, in bytes */
	uint32_t pad;
	uint64_t address;	/* as in the code */
	uint64_t check;
};

#define CODE_BUCKETS	512u
#define PLACE_BUCKETS	2048u

/* Made when an interpreter is found: other processes do without. */
struct ledger_places {
	uint32_t codes[CODE_BUCKETS];
	uint32_t places[PLACE_BUCKETS];
};

/* What the library can do with the interpreter that it found. */
enum interpreter_state {
	INTERPRETER_NONE,
	INTERPRETER_READ,	/* its frames are in the stacks */
	INTERPRETER_UNKNOWN,	/* a version or a build that we do not know */
	INTERPRETER_STATES
};

#endif
