/*
 * Fuzzing the reader of ledgers and all that stands on it: findings, JSON, SARIF,
 * JUnit, text. The input is a list of patches for a sound ledger (a 32-bit offset
 * and 8 bytes each), because a random file would not get past the header; or,
 * if it begins with the magic number, a ledger itself. What is written goes
 * to /dev/null; what must not happen is a crash, a leak or a hang.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/fdwarden/command.h"
#include "../../tools/fdwarden/document.h"
#include "../../tools/fdwarden/json.h"
#include "../../tools/fdwarden/junit.h"
#include "../../tools/fdwarden/lazy.h"
#include "../../tools/fdwarden/print.h"
#include "../../tools/fdwarden/sarif.h"
#include "../unit/synthetic.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

const char *command_name;

void complain(const char *format, ...)
{
	(void)format;
}

/* A Python frame: a function f of x.py with tables of every kind. */
static uint64_t make_python(struct synthetic *s, enum line_table lines)
{
	static const char bytes[] = "fx.py\x06\x02\x80\x01\xf0\x04\x01\x09\xe0\x15\xf8";
	uint32_t code = synthetic_take(s, sizeof(struct ledger_code) + sizeof(bytes));
	uint32_t place = synthetic_take(s, sizeof(struct ledger_place));
	struct ledger_code *c = (void *)(s->bytes + code);
	struct ledger_place *p = (void *)(s->bytes + place);

	c->first_line = 3;
	c->lines = (uint16_t)lines;
	c->name_bytes = 1;
	c->file_bytes = 4;
	c->table_bytes = sizeof(bytes) - 6;
	memcpy(c->bytes, bytes, sizeof(bytes));
	p->code = code;
	p->offset = 4;
	return (uint64_t)(lines == LINES_RANGES ? FRAME_PYTHON_ENTRY : FRAME_PYTHON) << 32 | place;
}

static void make_base(struct synthetic *s)
{
	uint64_t pcs[7] = { 0x100001234, 0x200005678, 0x100001111, 0x30000ffff };
	uint32_t stack, shorter, module;
	struct ledger_module *m;

	synthetic_start(s);
	s->header.interpreter = INTERPRETER_UNKNOWN;
	for (int lines = 0; lines < LINE_TABLES; lines++)
		pcs[4 + lines] = make_python(s, (enum line_table)lines);
	stack = synthetic_stack(s, pcs, 7);
	shorter = synthetic_stack(s, pcs + 1, 2);
	/* No more of each than it takes to have all sorts: inputs a second count. */
	for (int fd = 3; fd < 9; fd++) {
		struct ledger_slot *slot =
			synthetic_slot(s, fd, SLOT_OPEN, 0, fd % 2 ? stack : shorter);

		if (fd % 3 == 0) {
			slot->path = synthetic_keep(s, "some/file", 9);
			slot->path_bytes = 9;
		}
	}
	for (int fd = 3; fd < 9; fd++) {
		struct ledger_finding *f =
			synthetic_finding(s, (enum finding_kind)(fd % KINDS), fd);

		for (int role = 0; role < (fd == 3 ? ROLES : 1); role++)
			f->events[role] = (struct ledger_event){ stack, 100, 2500, 1, 1, 0 };
		f->path_bytes = 8;
		memcpy(f->path, "\2\0\0\120\177\0\0\1", 8);
		f->flags = SLOT_ADDRESS;
	}
	module = synthetic_take(s, sizeof(*m) + 16);
	m = (void *)(s->bytes + module);
	m->start = 0x100000000;
	m->end = 0x100010000;
	m->path_bytes = 15;
	memcpy(m->path, "/nowhere/lib.so", 15);
	s->header.modules = module;
}

/* Patches reach as far as the ledger, which is small: the rest need not be copied. */
static size_t apply_patches(struct synthetic *s, const uint8_t *data, size_t size)
{
	size_t used = s->header.used_bytes, length = used;

	for (; size >= 12; data += 12, size -= 12) {
		uint32_t offset;

		memcpy(&offset, data, sizeof(offset));
		if (offset >> 31) /* truncate */
			length = (offset & 0xffffff) % (used + 1);
		else
			memcpy(s->bytes + offset % (used - 8), data + 4, 8);
	}
	return length;
}

/* JSON and SARIF are nine tenths of the time, and add little that is new: each now and then. */
static void write_document(const struct document *d, FILE *to, size_t size)
{
	static int (*const write[])(const struct document *, FILE *) = { json_write, sarif_write,
									 junit_write };

	if (size % 8 < 3 && write[size % 8](d, to) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct synthetic base, s;
	static const uint64_t magic = LEDGER_MAGIC;
	static FILE *null;
	static int fd = -1;
	struct print_style style = { .verbose = 3 };
	struct document d;

	if (null == NULL) {
		null = fopen("/dev/null", "w");
		fd = memfd_create("ledger", 0);
		make_base(&base);
		if (!jansson_load())
			abort();
	}
	if (size >= 8 && memcmp(data, &magic, 8) == 0) {
		size = size < SYNTHETIC_ROOM ? size : SYNTHETIC_ROOM;
		memcpy(s.bytes, data, size);
	} else {
		memcpy(s.bytes, base.bytes, base.header.used_bytes);
		size = apply_patches(&s, data, size);
	}
	if (ftruncate(fd, 0) != 0 || pwrite(fd, s.bytes, size, 0) != (ssize_t)size)
		abort();
	document_start(&d);
	d.gen_suppressions = true;
	(void)document_add(&d, fd, "fuzzed");
	document_finish(&d);
	write_document(&d, null, size);
	if (print_document(&d, PRINT_ALL, &style, null) != 0)
		abort();
	document_free(&d);
	return 0;
}
