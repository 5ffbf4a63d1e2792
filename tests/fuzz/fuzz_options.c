/* Fuzzing the options' parser: any text; what is accepted stays in range. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/format.h"
#include "policy/options.h"

static void check_line(void *ctx, const char *line)
{
	int *count = ctx;

	(*count)++;
	if (strlen(line) == 0 || strchr(line, '\n') != NULL)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct options o;
	static struct option_texts texts;
	char *text = malloc(size + 1);
	int lines = 0;

	if (text == NULL)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	options_set_defaults(&o, &texts);
	if (options_parse(&o, text, "fuzz", check_line, &lines) != lines)
		abort();
	if (o.depth < 1 || o.depth > 256 || o.exitcode > 255 || o.leaks > LEAKS_NONE ||
	    o.checks >> KINDS != 0 || strnlen(o.log, OPTION_TEXT_MAX) == OPTION_TEXT_MAX)
		abort();
	free(text);
	return 0;
}
