/* Locations of a SARIF document: section 3.28 to 3.33 of the specification. */
#include "sarif_location.h"

#include <string.h>

#include "json_make.h"
#include "place.h"

/* RFC 3986: what stands for itself in the path of a URI. */
static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~/", c) != NULL);
}

const char *sarif_uri(struct pool *pool, const char *path)
{
	char *uri = pool_take(pool, strlen(path) * 3 + sizeof("file://"));
	char *to = path[0] == '/' ? stpcpy(uri, "file://") : uri;

	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;

		if (is_plain(c)) {
			*to++ = *path;
			continue;
		}
		*to++ = '%';
		*to++ = "0123456789ABCDEF"[c >> 4];
		*to++ = "0123456789ABCDEF"[c & 15];
	}
	return uri;
}

json_t *sarif_message(const char *text)
{
	json_t *made = json_need(jansson.json_object());

	json_put(made, "text", json_text(text));
	return made;
}

json_t *sarif_artifact(struct sarif *s, const char *path)
{
	json_t *made = json_need(jansson.json_object());
	size_t bytes = s->cwd != NULL ? strlen(s->cwd) : 0;
	bool below = bytes > 0 && strncmp(path, s->cwd, bytes) == 0 && path[bytes] != '\0';

	json_put(made, "uri", json_text(sarif_uri(&s->pool, below ? path + bytes : path)));
	if (below)
		json_put(made, "uriBaseId", jansson.json_string(SARIF_BASE));
	return made;
}

static json_t *physical(struct sarif *s, const struct report_frame *frame)
{
	const char *file = place_file(&s->pool, frame);
	json_t *made, *region;

	if (file == NULL && (frame->module == NULL || frame->module[0] != '/'))
		return NULL;
	made = json_need(jansson.json_object());
	json_put(made, "artifactLocation", sarif_artifact(s, file != NULL ? file : frame->module));
	if (file != NULL && frame->line > 0) {
		region = json_need(jansson.json_object());
		json_put(region, "startLine", jansson.json_integer(frame->line));
		json_put(made, "region", region);
	}
	return made;
}

json_t *sarif_location(struct sarif *s, const struct report_frame *frame)
{
	json_t *where = frame != NULL ? physical(s, frame) : NULL;
	json_t *made, *names, *name;

	if (frame == NULL || (where == NULL && frame->function == NULL))
		return NULL;
	made = json_need(jansson.json_object());
	if (where != NULL)
		json_put(made, "physicalLocation", where);
	if (frame->function != NULL) {
		names = json_need(jansson.json_array());
		name = json_need(jansson.json_object());
		json_put(name, "fullyQualifiedName", json_text(frame->function));
		json_put(name, "kind", jansson.json_string("function"));
		(void)jansson.json_array_append_new(names, name);
		json_put(made, "logicalLocations", names);
	}
	return made;
}

static json_t *stack_frame(struct sarif *s, const struct report_frame *frame, uint32_t tid)
{
	json_t *made = json_need(jansson.json_object());
	json_t *location = sarif_location(s, frame);

	if (location != NULL)
		json_put(made, "location", location);
	if (frame->module != NULL)
		json_put(made, "module", json_text(frame->module));
	if (tid != 0)
		json_put(made, "threadId", jansson.json_integer(tid));
	return made;
}

json_t *sarif_stack(struct sarif *s, const struct report_stack *stack, const char *text)
{
	json_t *made = json_need(jansson.json_object());
	json_t *frames = json_need(jansson.json_array());

	json_put(made, "message", sarif_message(text));
	for (unsigned int i = 0; i < stack->frame_count; i++)
		if (!stack->frames[i].folded)
			(void)jansson.json_array_append_new(
				frames, stack_frame(s, &stack->frames[i], stack->tid));
	json_put(made, "frames", frames);
	return made;
}
