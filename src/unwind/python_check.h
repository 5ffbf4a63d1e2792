/*
 * What tells a code object from another one that stood at the same address:
 * code is freed and made anew all the time (exec, eval, templates, reloads), and
 * the allocator gives the same addresses to all of its parts. So everything
 * that a report shows of it goes into one number: the name, the file, the first
 * line, and of the table of lines enough.
 */
#ifndef UNWIND_PYTHON_CHECK_H
#define UNWIND_PYTHON_CHECK_H

#include "unwind/python.h"

#define PYTHON_TEXT_MAX 4096u /* characters; what is longer is cut */

/* state of a str, from the lowest bit: interned 2, kind 3, compact 1, ascii 1. */
#define PYTHON_STR_KIND(state) ((state) >> 2 & 7)
#define PYTHON_STR_COMPACT     0x20u
#define PYTHON_STR_ASCII       0x40u

struct python_text {
	const uint8_t *at;
	unsigned int length; /* characters, at most PYTHON_TEXT_MAX */
	unsigned int kind;   /* bytes of each */
};

/* The text of a compact str. */
static must_inline struct python_text python_text(const struct python_layout *l, uintptr_t str)
{
	uint32_t state = (uint32_t)python_number(str, PYTHON_STR_STATE);
	uintptr_t length = python_member(str, PYTHON_STR_LENGTH);

	return (struct python_text){
		.at = (const uint8_t *)str +
		      (state & PYTHON_STR_ASCII ? l->ascii_bytes : l->compact_bytes),
		.length = length < PYTHON_TEXT_MAX ? (unsigned int)length : PYTHON_TEXT_MAX,
		.kind = PYTHON_STR_KIND(state),
	};
}

typedef uint64_t python_bytes8 __attribute__((aligned(1), may_alias));
typedef uint32_t python_bytes4 __attribute__((aligned(1), may_alias));

static must_inline uint64_t python_8(const uint8_t *at)
{
	return *(const python_bytes8 *)at;
}

static must_inline uint64_t python_4(const uint8_t *at)
{
	return *(const python_bytes4 *)at;
}

static must_inline uint64_t python_mix(uint64_t check, uint64_t with)
{
	return (check << 7 | check >> 57) ^ with * 0x9e3779b97f4a7c15ull;
}

/* All of it; nothing behind it is read, for Valgrind's sake. */
static must_inline uint64_t python_mix_bytes(uint64_t check, const uint8_t *at, size_t count)
{
	const uint8_t *end = at + count;

	if (count >= 8) {
		for (; end - at > 8; at += 8)
			check = python_mix(check, python_8(at));
		return python_mix(check, python_8(end - 8));
	}
	if (count >= 4)
		return python_mix(check, python_4(at) | python_4(end - 4) << 32);
	return count ? python_mix(check, (uint64_t)(at[0] | at[count / 2] << 8 | end[-1] << 16))
		     : check;
}

/* By its hash, which is of the text; most have none yet. */
static must_inline uint64_t python_mix_str(const struct python_layout *l, uint64_t check,
					   uintptr_t str)
{
	uintptr_t hash = python_member(str, PYTHON_STR_HASH);
	struct python_text text;

	if (hash != (uintptr_t)-1)
		return python_mix(check, hash);
	text = python_text(l, str);
	return python_mix_bytes(python_mix(check, text.length), text.at,
				(size_t)text.length * text.kind);
}

static must_inline uintptr_t python_shown_name(const struct python_layout *l, uintptr_t code)
{
	return python_member(code, l->code_qualname >= 0 ? l->code_qualname : l->code_name);
}

/*
 * Five words of the table, at equal distances: up to 39 bytes that is all of it.
 * The last one ends with the NUL behind the table, so that seven bytes have one.
 */
static must_inline uint64_t python_mix_table(uint64_t check, uintptr_t table)
{
	const uint8_t *at = (const uint8_t *)table + PYTHON_BYTES;
	uintptr_t size = python_member(table, PYTHON_BYTES_SIZE), last = size - 7;

	check = python_mix(check, table ^ size << 32);
	if (size < 7)
		return python_mix_bytes(check, at, size);
	check = python_mix(check, python_8(at));
	check = python_mix(check, python_8(at + last / 4));
	check = python_mix(check, python_8(at + last / 2));
	check = python_mix(check, python_8(at + last * 3 / 4));
	return python_mix(check, python_8(at + last));
}

/*
 * A number that differs for another code object at the same address. `code`
 * must be a code object. Without `file` its file's address stands for the file.
 */
static must_inline uint64_t python_check_parts(const struct python_layout *l, uintptr_t code,
					       bool with_file)
{
	uintptr_t name = python_shown_name(l, code), file = python_member(code, l->code_file);
	uint64_t check =
		python_mix(name, file ^ (uint64_t)python_number(code, l->code_first_line) << 32);

	check = python_mix_str(l, check, name);
	if (with_file)
		check = python_mix_str(l, check, file);
	return python_mix_table(check, python_member(code, l->code_lines));
}

static inline uint64_t python_check(const struct python_layout *l, uintptr_t code)
{
	return python_check_parts(l, code, true);
}

#endif
