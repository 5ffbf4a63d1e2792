/* Fuzzing suppressions: reading any file, and matching with what was read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/fdwarden/command.h"
#include "../../tools/fdwarden/suppressions.h"

const char *command_name;

void complain(const char *format, ...)
{
	(void)format;
}

static const struct report_frame frames[] = {
	{ .function = "inner", .file = "src/a.c", .line = 7, .module = "/opt/app" },
	{ .module = "/usr/lib/libx.so.1" },
	{ .function = "main", .file = "src/a.c", .line = 30, .module = "/opt/app" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct report_stack stack = { .role = ROLE_OPENED,
						   .frames = frames,
						   .frame_count = 3 };
	static const struct report_finding leak = {
		.kind = KIND_LEAK, .count = 1, .path = "/tmp/x", .stacks = &stack, .stack_count = 1
	};
	struct suppressions *all = suppressions_new();
	char error[512] = "";
	bool fine = suppressions_parse(all, (const char *)data, size, "F", error, sizeof(error));

	if (fine != (error[0] == '\0'))
		abort();
	(void)suppressions_match(all, &leak, FRAMES_FULL);
	suppressions_free(all);
	return 0;
}
