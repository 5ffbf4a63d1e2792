/*
 * A bounded string builder: text into a fixed buffer, without malloc, stdio
 * or locale. Used inside the target and by the one text renderer.
 *
 * Contract for all: the buffer is NUL-terminated after every call (room is at
 * least 1), what does not fit is dropped and `cut` is set. Any thread, any
 * signal handler; errno is untouched.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/compiler.h"

struct str {
	char *at;
	size_t room; /* of the buffer, with the NUL */
	size_t used; /* without the NUL */
	bool cut;    /* something did not fit */
};

/* An empty string over `buf`. pre: room > 0. */
void str_init(struct str *, char *buf, size_t room);
void str_clear(struct str *);

void str_add(struct str *, const char *text);
void str_add_bytes(struct str *, const char *bytes, size_t count);
void str_add_char(struct str *, char c);
void str_add_i64(struct str *, int64_t n);
void str_add_u64(struct str *, uint64_t n);
/* Lower case, without "0x", at least `digits` digits (0 to 16). */
void str_add_hex(struct str *, uint64_t n, unsigned int digits);
/* A text where control characters and invalid bytes become \xNN. */
void str_add_printable(struct str *, const char *bytes, size_t count);
/* "3.2 s", "15 ms", "less than 1 ms": a time for people. */
void str_add_duration(struct str *, uint64_t ns);

/*
 * A decimal number that is the whole of the text, at most `max`.
 * Returns 0, or -EINVAL, or -ERANGE; *out is untouched on failure.
 */
int str_to_u64(const char *text, size_t bytes, uint64_t max, uint64_t *out);

/* True where `bytes` of `text` are exactly the NUL-terminated `word`. */
bool str_is(const char *text, size_t bytes, const char *word);

/* fnmatch without locale or brackets: `*` any text, `?` one character. */
bool str_matches(const char *text, const char *glob);

#endif
