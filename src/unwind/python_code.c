/*
 * A code object that is met for the first time: shown to be one, and copied
 * into the ledger with its names and its table of lines. Every address is
 * asked for before it is read; this is done once for a code object.
 */
#include <string.h>

#include "unwind/python_check.h"
#include "unwind/window.h"

#define TABLE_BYTES_MAX (1u << 20) /* what is larger is left out */

static bool is_object(uintptr_t object, uintptr_t type, size_t bytes)
{
	return object && object % sizeof(uintptr_t) == 0 && window_readable(object, bytes) &&
	       python_member(object, PYTHON_TYPE) == type;
}

static bool read_str(uintptr_t str, struct python_text *text)
{
	if (!is_object(str, python.str_type, (size_t)python.layout.ascii_bytes) ||
	    !((uint32_t)python_number(str, PYTHON_STR_STATE) & PYTHON_STR_COMPACT))
		return false;
	*text = python_text(&python.layout, str);
	return (text->kind == 1 || text->kind == 2 || text->kind == 4) &&
	       window_readable((uintptr_t)text->at, (size_t)text->length * text->kind + 1);
}

static uint32_t character(const struct python_text *text, unsigned int i)
{
	switch (text->kind) {
	case 1:
		return text->at[i];
	case 2:
		return ((const uint16_t *)text->at)[i];
	default:
		return ((const uint32_t *)text->at)[i];
	}
}

/* As UTF-8; surrogateescape (PEP 383) becomes the byte that it was. Returns
 * the bytes; writes them if `to` is not NULL. */
static size_t utf8(const struct python_text *text, char *to)
{
	char bytes[4];
	size_t used = 0;

	for (unsigned int i = 0; i < text->length; i++) {
		uint32_t c = character(text, i);
		size_t count = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

		if (c >= 0xdc80 && c <= 0xdcff) {
			bytes[0] = (char)(c - 0xdc00);
			count = 1;
		} else if (count == 1) {
			bytes[0] = (char)c;
		} else {
			for (size_t k = count - 1; k > 0; k--, c >>= 6)
				bytes[k] = (char)(0x80 | (c & 0x3f));
			bytes[0] = (char)((0xf00 >> count & 0xff) | c);
		}
		if (to)
			memcpy(to + used, bytes, count);
		used += count;
	}
	return used;
}

static bool is_code(uintptr_t code)
{
	return is_object(code, python.code_type, python.code_bytes);
}

/* What python_mix_table() reads of a table that is too large to be asked for in full. */
static bool quarters_readable(uintptr_t at, uintptr_t size)
{
	for (unsigned int i = 0; i <= 4; i++) {
		if (!window_readable(at + (size - 7) * i / 4, 8))
			return false;
	}
	return true;
}

/* The table, or *bytes = 0 if it is too large. False: it is no table. */
static bool read_table(uintptr_t code, const uint8_t **at, uint32_t *bytes)
{
	uintptr_t table = python_member(code, python.layout.code_lines);
	uintptr_t size;

	if (!is_object(table, python.bytes_type, PYTHON_BYTES))
		return false;
	size = python_member(table, PYTHON_BYTES_SIZE);
	*at = (const uint8_t *)table + PYTHON_BYTES;
	*bytes = size <= TABLE_BYTES_MAX ? (uint32_t)size : 0;
	if (size > TABLE_BYTES_MAX)
		return size < INT32_MAX && quarters_readable((uintptr_t)*at, size);
	return window_readable((uintptr_t)*at, size + 1);
}

static uint32_t copy(struct ledger *ledger, uintptr_t code, uint64_t check)
{
	const struct python_layout *l = &python.layout;
	size_t name_bytes, file_bytes;
	struct ledger_code *to;
	struct python_text name, file;
	const uint8_t *table;
	uint32_t table_bytes, at;

	if (!read_str(python_shown_name(l, code), &name) ||
	    !read_str(python_member(code, l->code_file), &file) ||
	    !read_table(code, &table, &table_bytes))
		return 0;
	name_bytes = utf8(&name, NULL);
	file_bytes = utf8(&file, NULL);
	at = places_code_take(ledger, name_bytes + file_bytes + table_bytes);
	if (!at)
		return 0;
	to = ledger_at(ledger, at);
	to->address = code;
	to->check = check;
	to->first_line = (uint32_t)python_number(code, l->code_first_line);
	to->lines = (uint16_t)l->lines;
	to->name_bytes = (uint16_t)name_bytes;
	to->file_bytes = (uint16_t)file_bytes;
	to->table_bytes = table_bytes;
	(void)utf8(&name, to->bytes);
	(void)utf8(&file, to->bytes + name_bytes);
	memcpy(to->bytes + name_bytes + file_bytes, table, table_bytes);
	return places_code_put(ledger, at);
}

cold uint32_t python_enter(struct ledger *ledger, uintptr_t code, uint32_t offset)
{
	struct python_text text;
	const uint8_t *table;
	uint32_t bytes, at;
	uint64_t check;

	/* What python_check reads. */
	if (!is_code(code) || !read_str(python_shown_name(&python.layout, code), &text) ||
	    !read_str(python_member(code, python.layout.code_file), &text) ||
	    !read_table(code, &table, &bytes))
		return 0;
	check = python_check(&python.layout, code);
	at = places_code(ledger, code, check);
	if (!at)
		at = copy(ledger, code, check);
	return at ? places_put(ledger, at, offset) : 0;
}
