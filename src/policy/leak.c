/* Which leaks count. */
#include "policy/leak.h"

#include "policy/options.h"

bool leak_counts(uint32_t mode, unsigned int occurrences)
{
	switch (mode) {
	case LEAKS_NONE:
		return false;
	case LEAKS_REPEATED:
		return occurrences >= 2;
	default:
		return occurrences >= 1;
	}
}
