/* The reader of ledgers: see ledger_read.h. Bounded walks, checked offsets. */
#include "ledger_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/ledger.h"

static void damage(struct ledger_copy *l, const char *what)
{
	if (l->damaged == NULL)
		l->damaged = what;
}

const void *ledger_bytes(struct ledger_copy *l, uint32_t offset, size_t count)
{
	if (offset == 0)
		return NULL;
	if (offset % 8 != 0 || offset < sizeof(struct ledger_header) || offset > l->reach ||
	    count > l->reach - offset) {
		damage(l, "a reference points outside");
		return NULL;
	}
	return offset + count <= l->size ? l->bytes + offset : NULL;
}

/* The names of calls: NUL-terminated strings, one after the other. */
static int index_calls(struct ledger_copy *l)
{
	const struct ledger_header *h = l->header;
	const char *text = ledger_bytes(l, h->calls, h->calls_bytes);
	unsigned int count = 0;

	if (text == NULL || h->calls_bytes == 0)
		return 0;
	if (text[h->calls_bytes - 1] != '\0') {
		damage(l, "the names of calls do not end");
		return 0;
	}
	for (const char *at = text; at < text + h->calls_bytes; at += strlen(at) + 1)
		count++;
	l->calls = calloc(count, sizeof(*l->calls));
	if (l->calls == NULL)
		return -ENOMEM;
	for (const char *at = text; l->call_count < count; at += strlen(at) + 1)
		l->calls[l->call_count++] = at;
	return 0;
}

static enum ledger_result refuse(struct ledger_copy *l, const char *reason, const char **why)
{
	ledger_copy_free(l);
	*why = reason;
	return LEDGER_UNREADABLE;
}

/* No magic: all zero, or the members that are written before it. */
static bool is_unbegun(const uint8_t *bytes, size_t size)
{
	const struct ledger_header *h = (const void *)bytes;
	size_t i = 0;

	if (size >= sizeof(*h) && h->magic == 0 && h->version == LEDGER_VERSION)
		return true;
	while (i < size && i < sizeof(*h) && bytes[i] == 0)
		i++;
	return i == size || i == sizeof(*h);
}

enum ledger_result ledger_copy_take(struct ledger_copy *l, uint8_t *bytes, size_t size,
				    const char **why)
{
	const struct ledger_header *h = (const void *)bytes;

	memset(l, 0, sizeof(*l));
	l->bytes = bytes;
	l->size = l->reach = size;
	if (is_unbegun(bytes, size)) {
		ledger_copy_free(l);
		return LEDGER_UNUSED;
	}
	if (size < sizeof(*h))
		return refuse(l, "it is too short", why);
	if (h->magic != LEDGER_MAGIC)
		return refuse(l, "it is not a ledger", why);
	if (h->version != LEDGER_VERSION || h->header_bytes != sizeof(*h))
		return refuse(l, "it was written by another version of fdwarden", why);
	if (h->complete == 0) {
		ledger_copy_free(l);
		return LEDGER_UNUSED;
	}
	l->header = h;
	if (h->used_bytes > size)
		damage(l, "it is truncated");
	if (h->end_how >= END_HOWS)
		damage(l, "the end is unknown");
	if (index_calls(l) != 0)
		return refuse(l, "there is no memory", why);
	return LEDGER_READ;
}

/* As much as is in use now, according to the file's own header; 0: it is no regular file. */
static size_t used_bytes(int fd)
{
	struct ledger_header head;
	struct stat st;
	size_t all;
	ssize_t got;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	all = (size_t)st.st_size;
	got = pread(fd, &head, offsetof(struct ledger_header, complete), 0);
	if (got < (ssize_t)offsetof(struct ledger_header, complete) || head.magic != LEDGER_MAGIC ||
	    head.used_bytes < sizeof(head))
		return all < sizeof(head) ? all : sizeof(head);
	return head.used_bytes < all ? head.used_bytes : all;
}

/* Of [have, size): as much as there is. Returns the new `have`. */
static size_t read_on(int fd, uint8_t *bytes, size_t have, size_t size)
{
	while (have < size) {
		ssize_t got = pread(fd, bytes + have, size - have, (off_t)have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	return have;
}

/*
 * A live process writes on meanwhile, and what was read refers to what is new
 * by then. So that is read, too, a few times over; what came later still is not
 * missing, it came too late.
 */
#define READINGS 4

enum ledger_result ledger_copy_read(struct ledger_copy *l, int fd, const char **why)
{
	struct stat st;
	size_t have = 0, size;
	uint8_t *bytes = NULL, *more;
	struct ledger_header *h;
	enum ledger_result r;

	memset(l, 0, sizeof(*l));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return refuse(l, "it is not a regular file", why);
	size = used_bytes(fd);
	for (int i = 0; i < READINGS && (bytes == NULL || size > have); i++) {
		more = realloc(bytes, size > 0 ? size : 1);
		if (more == NULL) {
			free(bytes);
			return refuse(l, "there is no memory", why);
		}
		bytes = more;
		have = read_on(fd, bytes, have, size);
		size = used_bytes(fd);
		if (is_unbegun(bytes, have))
			have = 0;
	}
	h = (void *)bytes;
	if (have >= sizeof(*h) && h->used_bytes <= size)
		h->used_bytes = have;
	r = ledger_copy_take(l, bytes, have, why);
	l->reach = size > have ? size : have;
	return r;
}

void ledger_copy_free(struct ledger_copy *l)
{
	free(l->bytes);
	free(l->calls);
	memset(l, 0, sizeof(*l));
}

const char *ledger_call(const struct ledger_copy *l, unsigned int index)
{
	return index < l->call_count && l->calls[index][0] != '\0' ? l->calls[index] : NULL;
}

const char *ledger_thread_name(const struct ledger_copy *l, uint32_t tid)
{
	const struct ledger_thread *thread = &l->header->threads[tid % LEDGER_THREADS];

	if (tid == 0 || thread->tid != tid || memchr(thread->name, '\0', 16) == NULL ||
	    thread->name[0] == '\0')
		return NULL;
	return thread->name;
}

unsigned int ledger_stack(struct ledger_copy *l, uint32_t offset, uint64_t *pcs, unsigned int max,
			  unsigned int *epoch)
{
	const struct ledger_stack *stack = ledger_bytes(l, offset, sizeof(*stack));
	const uint8_t *high;
	unsigned int count;

	if (stack == NULL ||
	    ledger_bytes(l, offset, sizeof(*stack) + (size_t)stack->depth * 5) == NULL)
		return 0;
	*epoch = stack->epoch;
	high = (const uint8_t *)(stack->low + stack->depth);
	count = stack->depth < max ? stack->depth : max;
	for (unsigned int i = 0; i < count; i++)
		pcs[i] = (uint64_t)l->header->highs[high[i]] << 32 | stack->low[i];
	return count;
}

const struct ledger_place *ledger_place(struct ledger_copy *l, uint32_t offset)
{
	return ledger_bytes(l, offset, sizeof(struct ledger_place));
}

const struct ledger_code *ledger_code(struct ledger_copy *l, uint32_t offset)
{
	const struct ledger_code *code = ledger_bytes(l, offset, sizeof(*code));

	if (code == NULL || ledger_bytes(l, offset, offsetof(struct ledger_code, bytes) +
							   (size_t)code->name_bytes +
							   code->file_bytes +
							   code->table_bytes) == NULL)
		return NULL;
	if (code->lines >= LINE_TABLES) {
		damage(l, "a table of lines is of no known kind");
		return NULL;
	}
	return code;
}

static const struct ledger_module *module_at(struct ledger_copy *l, uint32_t offset)
{
	const struct ledger_module *module = ledger_bytes(l, offset, sizeof(*module));

	if (module == NULL || ledger_bytes(l, offset, sizeof(*module) + module->path_bytes) == NULL)
		return NULL;
	if (module->build_id_bytes > BUILD_ID_MAX) {
		damage(l, "a module's build id is too long");
		return NULL;
	}
	return module;
}

const struct ledger_module *ledger_module(struct ledger_copy *l, uint64_t pc, unsigned int epoch)
{
	const struct ledger_module *best = NULL;
	uint32_t offset = l->header->modules;
	size_t steps = l->size / sizeof(struct ledger_module);

	/* The newest is first: the last one found before the stack's time wins,
	 * and if there is none, the oldest that came after. */
	for (; offset != 0 && steps > 0; steps--) {
		const struct ledger_module *module = module_at(l, offset);

		if (module == NULL)
			return best;
		if (pc >= module->start && pc < module->end) {
			best = module;
			if (module->epoch <= epoch)
				return best;
		}
		offset = module->next;
	}
	if (offset != 0)
		damage(l, "the list of modules does not end");
	return best;
}

struct slot_walk {
	void (*each)(void *ctx, int fd, const struct ledger_slot *);
	void *ctx;
	size_t blocks_left; /* the file has room for no more: some are there twice */
};

/* The only reference that points into the header. */
static const struct ledger_slot *slots_at(struct ledger_copy *l, uint32_t at)
{
	if (at == offsetof(struct ledger_header, first_slots))
		return l->header->first_slots;
	return ledger_bytes(l, at, SLOT_BLOCK * sizeof(struct ledger_slot));
}

static void each_in_block(struct ledger_copy *l, struct slot_walk *walk, uint32_t at,
			  unsigned int first)
{
	const struct ledger_slot *slots = slots_at(l, at);

	if (slots == NULL)
		return;
	if (walk->blocks_left == 0) {
		damage(l, "blocks of slots are there twice");
		return;
	}
	walk->blocks_left--;
	for (unsigned int i = 0; i < SLOT_BLOCK; i++) {
		if (word_state(slots[i].word) >= SLOT_STATES)
			damage(l, "a slot is in no known state");
		else if (slots[i].word != 0)
			walk->each(walk->ctx, (int)(first + i), &slots[i]);
	}
}

void ledger_each_slot(struct ledger_copy *l,
		      void (*each)(void *ctx, int fd, const struct ledger_slot *), void *ctx)
{
	struct slot_walk walk = { each, ctx, l->size / (SLOT_BLOCK * sizeof(struct ledger_slot)) };
	const uint32_t *directory;

	for (unsigned int d = 0; d < SLOT_DIRECTORIES; d++) {
		directory = ledger_bytes(l, l->header->slots[d], SLOT_BLOCKS * sizeof(*directory));
		for (unsigned int k = 0; directory != NULL && k < SLOT_BLOCKS; k++)
			each_in_block(l, &walk, directory[k], d * SLOT_DIRECTORY + k * SLOT_BLOCK);
	}
}

static bool finding_is_sound(const struct ledger_finding *f)
{
	return f->kind < KINDS && f->object < OBJECT_TYPES && f->fd_count <= FINDING_FDS_MAX &&
	       f->count > 0;
}

static const struct ledger_finding *finding_at(struct ledger_copy *l, uint32_t offset)
{
	const struct ledger_finding *f = ledger_bytes(l, offset, sizeof(*f));

	if (f == NULL ||
	    ledger_bytes(l, offset, offsetof(struct ledger_finding, path) + f->path_bytes) == NULL)
		return NULL;
	return f;
}

int ledger_each_finding(struct ledger_copy *l,
			void (*each)(void *ctx, const struct ledger_finding *), void *ctx)
{
	size_t most = l->size / sizeof(struct ledger_finding), count = 0;
	const struct ledger_finding **all;
	uint32_t offset = l->header->findings;

	if (offset == 0)
		return 0;
	all = calloc(most + 1, sizeof(const struct ledger_finding *));
	if (all == NULL)
		return -ENOMEM;
	while (offset != 0 && count < most) {
		const struct ledger_finding *f = finding_at(l, offset);

		if (f == NULL)
			break;
		all[count++] = f;
		offset = f->next;
	}
	if (offset != 0 && count == most)
		damage(l, "the list of findings does not end");
	while (count-- > 0) {
		if (all[count]->state != FINDING_VALID)
			continue;
		if (finding_is_sound(all[count]))
			each(ctx, all[count]);
		else
			damage(l, "a finding makes no sense");
	}
	free(all);
	return 0;
}

void ledger_each_blind(struct ledger_copy *l,
		       void (*each)(void *ctx, const struct ledger_blind *), void *ctx)
{
	size_t left = l->size / sizeof(struct ledger_blind);
	uint32_t offset = l->header->blinds;

	for (; offset != 0 && left > 0; left--) {
		const struct ledger_blind *b = ledger_bytes(l, offset, sizeof(*b));

		if (b == NULL || ledger_bytes(l, offset, sizeof(*b) + b->path_bytes) == NULL)
			return;
		if (b->class < BLIND_CLASSES && b->object < OBJECT_TYPES && b->count > 0)
			each(ctx, b);
		else if (b->count > 0) /* else it was taken back */
			damage(l, "a blind spot makes no sense");
		offset = b->next;
	}
	if (offset != 0)
		damage(l, "the list of blind spots does not end");
}
