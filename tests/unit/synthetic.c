/* Ledgers made by hand. */
#include "synthetic.h"

#include <stdlib.h>
#include <string.h>

uint32_t synthetic_take(struct synthetic *s, size_t count)
{
	uint32_t at = (uint32_t)s->header.used_bytes;

	s->header.used_bytes += (count + 7) & ~(size_t)7;
	if (s->header.used_bytes > SYNTHETIC_ROOM)
		abort();
	return at;
}

uint32_t synthetic_keep(struct synthetic *s, const void *bytes, size_t count)
{
	uint32_t at = synthetic_take(s, count);

	memcpy(s->bytes + at, bytes, count);
	return at;
}

void synthetic_start(struct synthetic *s)
{
	static const char calls[] = "\0open\0close";
	struct ledger_header *h = &s->header;

	memset(s, 0, sizeof(*s));
	h->magic = LEDGER_MAGIC;
	h->version = LEDGER_VERSION;
	h->header_bytes = sizeof(*h);
	h->used_bytes = sizeof(*h);
	h->complete = 1;
	h->pid = 100;
	h->ppid = 1;
	h->start_ns = 1000;
	h->end_how = END_EXIT;
	h->end_ns = 5000000000u;
	h->checks = 1u << KIND_LEAK;
	h->calls = synthetic_keep(s, calls, sizeof(calls));
	h->calls_bytes = sizeof(calls);
	h->cwd = synthetic_keep(s, "/home", 5);
	h->cwd_bytes = 5;
	h->threads[100].tid = 100;
	memcpy(h->threads[100].name, "main", 5);
}

uint32_t synthetic_stack(struct synthetic *s, const uint64_t *pcs, unsigned int depth)
{
	uint32_t at = synthetic_take(s, sizeof(struct ledger_stack) + (size_t)depth * 5);
	struct ledger_stack *stack = (void *)(s->bytes + at);
	uint8_t *high = (uint8_t *)(stack->low + depth);

	stack->depth = (uint16_t)depth;
	for (unsigned int i = 0; i < depth; i++) {
		stack->low[i] = (uint32_t)pcs[i];
		high[i] = (uint8_t)(pcs[i] >> 32);
		s->header.highs[high[i]] = high[i];
	}
	return at;
}

struct ledger_slot *synthetic_slot(struct synthetic *s, int fd, enum slot_state state,
				   unsigned int flags, uint32_t stack)
{
	unsigned int n = (unsigned int)fd % SLOT_BLOCK, block = (unsigned int)fd / SLOT_BLOCK;
	struct ledger_slot *slots;
	uint32_t *directory;

	if (s->header.slots[0] == 0)
		s->header.slots[0] = synthetic_take(s, SLOT_BLOCKS * sizeof(*directory));
	directory = (void *)(s->bytes + s->header.slots[0]);
	if (directory[block] == 0)
		directory[block] = block == 0 ?
			(uint32_t)offsetof(struct ledger_header, first_slots) :
			synthetic_take(s, SLOT_BLOCK * sizeof(*slots));
	slots = (void *)(s->bytes + directory[block]);
	slots[n].word = (uint64_t)1 << 32 | (uint64_t)flags << 16 | (uint64_t)OBJECT_FILE << 8 |
			 (uint64_t)state;
	slots[n].open_stack = stack;
	slots[n].open_call = 1;
	slots[n].open_tid = 100;
	slots[n].open_ns = 2000;
	return &slots[n];
}

struct ledger_finding *synthetic_finding(struct synthetic *s, enum finding_kind kind, int fd)
{
	uint32_t at = synthetic_take(s, sizeof(struct ledger_finding) + 64);
	struct ledger_finding *f = (void *)(s->bytes + at);

	f->next = s->header.findings;
	f->state = FINDING_VALID;
	f->kind = (uint16_t)kind;
	f->count = 1;
	f->fd = fd;
	f->fds[0] = fd;
	f->fd_count = 1;
	f->generation = 1;
	f->ns = 3000;
	s->header.findings = at;
	s->header.finding_count++;
	return f;
}

uint8_t *synthetic_copy(const struct synthetic *s, size_t *size)
{
	uint8_t *copy;

	*size = s->header.used_bytes;
	copy = malloc(*size);
	if (copy == NULL)
		abort();
	memcpy(copy, s->bytes, *size);
	return copy;
}
