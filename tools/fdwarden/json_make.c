/* Pieces of JSON documents; see json_make.h. */
#include "json_make.h"

#include <errno.h>
#include <string.h>

#include "base/str.h"
#include "pool.h"
#include "report/message.h"

#define MESSAGE_BYTES 8192

json_t *json_need(json_t *made)
{
	if (made == NULL)
		out_of_memory();
	return made;
}

json_t *json_bool(bool is)
{
	return is ? jansson.json_true() : jansson.json_false();
}

/* As json_decref, which is in jansson's header, and calls json_delete by its name. */
static void drop(json_t *value)
{
	if (value != NULL && value->refcount != (size_t)-1 && --value->refcount == 0)
		jansson.json_delete(value);
}

void json_put(json_t *object, const char *key, json_t *value)
{
	if (jansson.json_object_set_new(object, key, json_need(value)) != 0)
		out_of_memory();
}

/* Bytes that are not UTF-8 become U+FFFD. */
static json_t *repaired_text(const char *text)
{
	json_t *whole = json_need(jansson.json_string(""));

	for (const char *at = text; *at != '\0';) {
		json_t *next = NULL, *joined;
		size_t bytes;

		for (bytes = 4; bytes > 0 && next == NULL; bytes--)
			if (strnlen(at, bytes) == bytes)
				next = jansson.json_stringn(at, bytes);
		bytes = next != NULL ? jansson.json_string_length(next) : 1;
		joined = json_need(jansson.json_sprintf(
			"%s%s", jansson.json_string_value(whole),
			next != NULL ? jansson.json_string_value(next) : "\xef\xbf\xbd"));
		drop(whole);
		drop(next);
		whole = joined;
		at += bytes;
	}
	return whole;
}

json_t *json_text(const char *text)
{
	json_t *made;

	if (text == NULL || text[0] == '\0')
		return jansson.json_null();
	made = jansson.json_string(text);
	return made != NULL ? made : repaired_text(text);
}

json_t *json_message(const struct report_finding *f)
{
	char buf[MESSAGE_BYTES];
	struct str line;

	str_init(&line, buf, sizeof(buf));
	message_add(&line, f);
	return json_text(line.at);
}

int json_end(json_t *root, FILE *file)
{
	int error = 0;

	errno = 0;
	if (jansson.json_dumpf(root, file, JSON_INDENT(1)) != 0 || fputc('\n', file) == EOF ||
	    fflush(file) != 0)
		error = errno != 0 ? -errno : -EIO;
	drop(root);
	return error;
}
