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

static_assert(array_size(kinds) == KINDS && KINDS <= 16, "two bits a kind");

static uint32_t severities;
static bool is_set;

const char *kind_name(int kind)
{
	return kind >= 0 && kind < KINDS ? kinds[kind].name : "unknown";
}

enum severity kind_severity(int kind)
{
	if (kind < 0 || kind >= KINDS)
		return SEVERITY_NOTE;
	return is_set ? (enum severity)(severities >> 2 * kind & 3) : kinds[kind].severity;
}

uint32_t kinds_default_severities(void)
{
	uint32_t bits = 0;

	for (int kind = 0; kind < KINDS; kind++)
		bits |= (uint32_t)kinds[kind].severity << 2 * kind;
	return bits;
}

void kinds_set_severities(uint32_t bits)
{
	severities = bits;
	is_set = true;
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
