/*
 * Prints the ledger's layout as the beginning of fdwarden.py, run once by the
 * build: so the script cannot differ from the library, and neither needs
 * debug information of the other.
 */
#include <stddef.h>
#include <stdio.h>

#include "model/format.h"
#include "report/message.h"

#define NUMBER(name)	  printf(#name " = %lld\n", (long long)(name))
#define FIELD(type, name)                                                         \
	printf("FIELDS[\"" #type "." #name "\"] = (%zu, %zu)\n",                   \
	       offsetof(struct ledger_##type, name), sizeof(((struct ledger_##type *)0)->name))
/* A flexible member: where it begins. */
#define REST(type, name) \
	printf("FIELDS[\"" #type "." #name "\"] = (%zu, 0)\n", offsetof(struct ledger_##type, name))

static void print_numbers(void)
{
	NUMBER(LEDGER_MAGIC);
	NUMBER(LEDGER_VERSION);
	NUMBER(SLOT_BLOCK);
	NUMBER(SLOT_BLOCKS);
	NUMBER(SLOT_DIRECTORIES);
	NUMBER(SLOT_ADDRESS);
	NUMBER(SLOT_INHERITED);
	NUMBER(SLOT_NEVER);
	NUMBER(SLOT_OPEN);
	NUMBER(OWNER_TYPE_SHIFT);
	NUMBER(FRAME_PYTHON);
	NUMBER(FRAME_PYTHON_ENTRY);
	printf("LEDGER_HEADER_BYTES = %zu\n", sizeof(struct ledger_header));
	printf("SLOT_BYTES = %zu\n", sizeof(struct ledger_slot));
}

static void print_fields(void)
{
	FIELD(header, version);
	FIELD(header, used_bytes);
	FIELD(header, complete);
	FIELD(header, pid);
	FIELD(header, calls);
	FIELD(header, calls_bytes);
	FIELD(header, slots);
	FIELD(header, highs);
	FIELD(slot, word);
	FIELD(slot, open_stack);
	FIELD(slot, close_stack);
	FIELD(slot, owner_stack);
	FIELD(slot, open_tid);
	FIELD(slot, close_tid);
	FIELD(slot, open_call);
	FIELD(slot, close_call);
	FIELD(slot, owner_call);
	FIELD(slot, owner);
	FIELD(slot, path);
	FIELD(slot, path_bytes);
	FIELD(stack, depth);
	REST(stack, low);
	FIELD(place, code);
	FIELD(code, name_bytes);
	FIELD(code, file_bytes);
	REST(code, bytes);
}

int main(void)
{
	printf("# Made by the build from src/model/format.h, in front of tools/gdb/fdwarden.py.\n"
	       "FIELDS, OBJECTS, OWNERS = {}, {}, {}\n");
	print_numbers();
	print_fields();
	for (unsigned int i = 0; i < OBJECT_TYPES; i++)
		printf("OBJECTS[%u] = \"%s\"\n", i, object_name(i));
	for (uint64_t i = 0; i < 256; i++) {
		const char *name = owner_name(i << OWNER_TYPE_SHIFT | 1);

		if (name != NULL)
			printf("OWNERS[%u] = \"%s\"\n", (unsigned int)i, name);
	}
	return fflush(stdout) != 0;
}
