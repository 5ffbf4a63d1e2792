/* A verdict becomes a record. */
#include "runtime/runtime.h"

#include <string.h>

uint32_t finding_make(enum finding_kind kind, int fd, const struct ledger_slot *slot, uint64_t word,
		      const struct ledger_event events[ROLES])
{
	struct finding_new new = {
		.kind = kind,
		.fd = fd,
		.ns = events[ROLE_AT].ns,
	};
	uint32_t finding;

	if (!runtime_checks(kind))
		return 0;
	memcpy(new.events, events, sizeof(new.events));
	if (slot) {
		new.object = word_object(word);
		new.flags = word_flags(word);
		new.generation = word_generation(word);
		new.owner = slot->owner;
		new.path = ledger_at(&runtime.ledger, slot->path);
		new.path_bytes = slot->path ? slot->path_bytes : 0;
	}
	finding = findings_add(&runtime.ledger, &new);
	tell_finding(finding);
	return finding;
}
