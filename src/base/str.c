/* Text into fixed buffers. See str.h for the contract. */
#include "base/str.h"

#include <errno.h>
#include <string.h>

void str_init(struct str *s, char *buf, size_t room)
{
	s->at = buf;
	s->room = room;
	str_clear(s);
}

void str_clear(struct str *s)
{
	s->used = 0;
	s->cut = false;
	s->at[0] = '\0';
}

void str_add_bytes(struct str *s, const char *bytes, size_t count)
{
	size_t free_bytes = s->room - s->used - 1;

	if (count > free_bytes) {
		count = free_bytes;
		s->cut = true;
	}
	if (count > 0)
		memcpy(s->at + s->used, bytes, count);
	s->used += count;
	s->at[s->used] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_add_bytes(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
	str_add_bytes(s, &c, 1);
}

void str_add_u64(struct str *s, uint64_t n)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	str_add_bytes(s, digits + at, sizeof(digits) - at);
}

void str_add_i64(struct str *s, int64_t n)
{
	if (n < 0)
		str_add_char(s, '-');
	str_add_u64(s, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void str_add_hex(struct str *s, uint64_t n, unsigned int digits)
{
	char text[16];
	size_t at = sizeof(text);

	do {
		text[--at] = "0123456789abcdef"[n & 15];
		n >>= 4;
	} while (at > 0 && (n > 0 || sizeof(text) - at < digits));
	str_add_bytes(s, text + at, sizeof(text) - at);
}

/*
 * Length of the well-formed UTF-8 sequence at `p`, 0 if there is none.
 * C1 controls (U+0080 to U+009F) count as none: terminals obey them.
 */
static size_t utf8_length(const unsigned char *p, size_t room)
{
	size_t length = p[0] >= 0xf0 && p[0] <= 0xf4  ? 4
			: p[0] >= 0xe0 && p[0] < 0xf0 ? 3
			: p[0] >= 0xc2 && p[0] < 0xe0 ? 2
						      : 0;

	if (length == 0 || length > room)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xc2 && p[1] < 0xa0) || (p[0] == 0xe0 && p[1] < 0xa0) ||
	    (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) ||
	    (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return length;
}

void str_add_printable(struct str *s, const char *bytes, size_t count)
{
	const unsigned char *p = (const unsigned char *)bytes;

	while (count > 0) {
		size_t length = p[0] >= 0x20 && p[0] < 0x7f ? 1 : utf8_length(p, count);

		if (length > 0) {
			str_add_bytes(s, (const char *)p, length);
		} else {
			str_add(s, "\\x");
			str_add_hex(s, p[0], 2);
			length = 1;
		}
		p += length;
		count -= length;
	}
}

void str_add_duration(struct str *s, uint64_t ns)
{
	uint64_t ms = ns / 1000000;

	if (ms == 0) {
		str_add(s, "less than 1 ms");
	} else if (ms < 1000) {
		str_add_u64(s, ms);
		str_add(s, " ms");
	} else if (ms < 100000) {
		str_add_u64(s, ms / 1000);
		str_add_char(s, '.');
		str_add_u64(s, ms % 1000 / 100);
		str_add(s, " s");
	} else if (ms < 7200000) {
		str_add_u64(s, ms / 60000);
		str_add(s, " min");
	} else {
		str_add_u64(s, ms / 3600000);
		str_add(s, " h");
	}
}

int str_to_u64(const char *text, size_t bytes, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;

	if (bytes == 0)
		return -EINVAL;
	for (size_t i = 0; i < bytes; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -EINVAL;
		if (n > (UINT64_MAX - 9) / 10)
			return -ERANGE;
		n = n * 10 + (uint64_t)(text[i] - '0');
	}
	if (n > max)
		return -ERANGE;
	*out = n;
	return 0;
}

bool str_is(const char *text, size_t bytes, const char *word)
{
	return strlen(word) == bytes && memcmp(text, word, bytes) == 0;
}

bool str_matches(const char *text, const char *glob)
{
	const char *star = NULL; /* the last '*', and where it was tried */
	const char *resume = NULL;

	while (*text != '\0') {
		if (*glob == '*') {
			star = glob++;
			resume = text;
		} else if (*glob == '?' || *glob == *text) {
			glob++;
			text++;
		} else if (star != NULL) {
			glob = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}
