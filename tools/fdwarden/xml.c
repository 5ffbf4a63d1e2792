/* Escaping; see xml.h. */
#include "xml.h"

#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* The bytes of the character that begins here: 0 if there is no sound one. */
static size_t decode(const unsigned char *at, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t bytes = at[0] < 0x80             ? 1
		       : (at[0] & 0xe0) == 0xc0 ? 2
		       : (at[0] & 0xf0) == 0xe0 ? 3
		       : (at[0] & 0xf8) == 0xf0 ? 4
						: 0;

	if (bytes <= 1) {
		*character = at[0];
		return bytes;
	}
	*character = at[0] & (0x7fu >> bytes);
	for (size_t i = 1; i < bytes; i++) {
		if ((at[i] & 0xc0) != 0x80) /* the NUL at the end is none either */
			return 0;
		*character = *character << 6 | (at[i] & 0x3f);
	}
	return *character >= least[bytes] ? bytes : 0;
}

/* XML 1.0, production 2, Char. */
static bool is_allowed(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) ||
	       (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

/* Line ends and tabs would be blanks in an attribute, and \r a \n anywhere. */
static const char *entity(uint32_t c, bool in_attribute)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '\r':
		return "&#13;";
	case '"':
		return in_attribute ? "&quot;" : NULL;
	case '\t':
		return in_attribute ? "&#9;" : NULL;
	case '\n':
		return in_attribute ? "&#10;" : NULL;
	default:
		return NULL;
	}
}

static void escape(FILE *file, const char *text, bool in_attribute)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at != '\0') {
		uint32_t character;
		size_t bytes = decode(at, &character);
		const char *instead = NULL;

		if (bytes == 0 || !is_allowed(character))
			instead = REPLACEMENT;
		else
			instead = entity(character, in_attribute);
		if (instead != NULL)
			(void)fputs(instead, file);
		else
			(void)fwrite(at, 1, bytes, file);
		at += bytes > 0 ? bytes : 1;
	}
}

void xml_text(FILE *file, const char *text)
{
	escape(file, text, false);
}

void xml_attribute(FILE *file, const char *name, const char *text)
{
	(void)fprintf(file, " %s=\"", name);
	escape(file, text, true);
	(void)fputc('"', file);
}

void xml_number(FILE *file, const char *name, unsigned long long number)
{
	(void)fprintf(file, " %s=\"%llu\"", name, number);
}
