/* Facts about the kinds of finding, expanded from model/kinds.def. */
#include "policy/kinds.h"

#include "base/str.h"
#include "model/format.h"

static const struct kind_row {
	const char *name;
	enum severity severity;
	bool on;
} kinds[] = {
#define KIND(id, name, severity, on) { name, SEVERITY_##severity, on },
#include "model/kinds.def"
#undef KIND
};

static_assert(array_size(kinds) == KINDS && KINDS < 32, "one bit a kind");

const char *kind_name(int kind)
{
	return kind >= 0 && kind < KINDS ? kinds[kind].name : "unknown";
}

enum severity kind_severity(int kind)
{
	return kind >= 0 && kind < KINDS ? kinds[kind].severity : SEVERITY_NOTE;
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "error", "warning", "note" };

	return (unsigned int)severity < SEVERITIES ? names[severity] : "note";
}

int kind_named(const char *name, size_t bytes)
{
	for (int kind = 0; kind < KINDS; kind++)
		if (str_is(name, bytes, kinds[kind].name))
			return kind;
	return -1;
}

uint32_t kinds_by_default(void)
{
	uint32_t bits = 0;

	for (int kind = 0; kind < KINDS; kind++)
		bits |= (uint32_t)kinds[kind].on << kind;
	return bits;
}
