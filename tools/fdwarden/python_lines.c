/* CPython's tables of lines, each version's as its Objects/ describes it. */
#include "python_lines.h"

/* Objects/lnotab_notes.txt: pairs of steps, of the address and, signed, of the line. */
static int line_by_steps(const uint8_t *table, size_t bytes, int64_t line, uint32_t offset)
{
	uint64_t address = 0;

	for (size_t i = 0; i + 1 < bytes; i += 2) {
		address += table[i];
		if (address > offset)
			break;
		line += (int8_t)table[i + 1];
	}
	return line > 0 && line <= INT32_MAX ? (int)line : 0;
}

#define RANGE_WITHOUT_LINE (-128)

/* PEP 626: pairs of a range's length and, signed, its step of the line. */
static int line_by_ranges(const uint8_t *table, size_t bytes, int64_t line, uint32_t offset)
{
	uint64_t end = 0;

	for (size_t i = 0; i + 1 < bytes; i += 2) {
		int step = (int8_t)table[i + 1];

		end += table[i];
		if (step != RANGE_WITHOUT_LINE)
			line += step;
		if (offset < end)
			return step != RANGE_WITHOUT_LINE && line > 0 && line <= INT32_MAX
				       ? (int)line
				       : 0;
	}
	return 0;
}

/* Six bits a byte, the lowest first; bit 6: more follow. */
static uint32_t varint(const uint8_t *table, size_t bytes, size_t at)
{
	uint32_t value = 0;

	for (unsigned int shift = 0; at < bytes && shift < 30; at++, shift += 6) {
		value |= (uint32_t)(table[at] & 63) << shift;
		if ((table[at] & 64) == 0)
			break;
	}
	return value;
}

/* The sign is the lowest bit. */
static int64_t signed_varint(const uint8_t *table, size_t bytes, size_t at)
{
	uint32_t value = varint(table, bytes, at);

	return value & 1 ? -(int64_t)(value >> 1) : (int64_t)(value >> 1);
}

enum {
	ENTRY_ONE_LINE = 10, /* to 12: as many lines further, two columns */
	ENTRY_NO_COLUMNS = 13,
	ENTRY_LONG = 14,
	ENTRY_NONE = 15,
};

/*
 * Objects/locations.md: entries that begin with a byte whose highest bit is
 * set, then four bits of kind and three of length, in code units less one.
 * Bytes that follow have the highest bit clear.
 */
static int line_by_locations(const uint8_t *table, size_t bytes, int64_t line, uint32_t offset)
{
	uint64_t end = 0;

	for (size_t at = 0; at < bytes;) {
		unsigned int kind = table[at] >> 3 & 15;

		end += ((table[at] & 7) + 1u) * 2;
		at++;
		if (kind == ENTRY_NO_COLUMNS || kind == ENTRY_LONG)
			line += signed_varint(table, bytes, at);
		else if (kind >= ENTRY_ONE_LINE && kind < ENTRY_NO_COLUMNS)
			line += kind - ENTRY_ONE_LINE;
		if (offset < end)
			return kind != ENTRY_NONE && line > 0 && line <= INT32_MAX ? (int)line : 0;
		while (at < bytes && (table[at] & 128) == 0)
			at++;
	}
	return 0;
}

int python_line(enum line_table lines, const uint8_t *table, size_t bytes, int first_line,
		uint32_t offset)
{
	switch (lines) {
	case LINES_LNOTAB:
		return line_by_steps(table, bytes, first_line, offset);
	case LINES_RANGES:
		return line_by_ranges(table, bytes, first_line, offset);
	case LINES_LOCATIONS:
		return line_by_locations(table, bytes, first_line, offset);
	case LINE_TABLES:
		break;
	}
	return 0;
}
