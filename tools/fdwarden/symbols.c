/* Modules and look-ups, cached; see symbols.h. */
#include "symbols.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "debug_file.h"
#include "dwarf_frames.h"
#include "elf_symbol.h"
#include "lazy.h"
#include "linked_note.h"
#include "source.h"

#define LOOKUP_BUCKETS 4096

struct lookup {
	struct lookup *next;
	struct report_frame *frames;
	unsigned int count;
	uint64_t address; /* in the file, as asked */
	bool exact;
	enum frame_detail detail;
	const struct module *module;
};

struct module {
	struct module *next;
	const char *path;
	const char *build_id; /* hexadecimal, or NULL */
	uint8_t id[BUILD_ID_MAX];
	unsigned int id_bytes;
	uint64_t dev, inode;
	struct elf_file file; /* for the symbol table alone */
	bool file_opened;     /* tried to; the same below */
	bool opened;
	bool replaced; /* another file is there now */
	bool archive;  /* it has libfdwarden.a inside */
	Dwfl *dwfl;
	Dwfl_Module *dwfl_module;
	GElf_Addr bias; /* libdwfl's address minus the file's */
	int64_t mtime;
};

struct symbols {
	struct pool pool;
	struct module *modules;
	struct lookup *lookups[LOOKUP_BUCKETS];
	struct sources sources;
};

static char *debuginfo_path; /* NULL: libdwfl's default, :.debug:/usr/lib/debug */

static const Dwfl_Callbacks *callbacks(void)
{
	static Dwfl_Callbacks made;

	made.find_elf = dw.dwfl_build_id_find_elf;
	made.find_debuginfo = debug_file_find;
	made.section_address = dw.dwfl_offline_section_address;
	made.debuginfo_path = &debuginfo_path;
	return &made;
}

struct symbols *symbols_new(void)
{
	struct symbols *s = calloc(1, sizeof(*s));

	if (s == NULL)
		out_of_memory();
	return s;
}

void symbols_free(struct symbols *s)
{
	if (s == NULL)
		return;
	for (struct module *m = s->modules; m != NULL; m = m->next) {
		if (m->dwfl != NULL)
			dw.dwfl_end(m->dwfl);
		elf_file_close(&m->file);
	}
	sources_free(&s->sources);
	pool_free(&s->pool);
	free(s);
}

static const char *hexadecimal(struct pool *pool, const uint8_t *bytes, unsigned int count)
{
	char *text = pool_take(pool, (size_t)count * 2 + 1);

	for (unsigned int i = 0; i < count; i++) {
		text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	return text;
}

static struct module *module_known(struct symbols *s, const struct ledger_module *from)
{
	struct module *m;

	for (m = s->modules; m != NULL; m = m->next) {
		if (m->id_bytes == from->build_id_bytes && m->inode == from->inode &&
		    m->dev == from->dev && strncmp(m->path, from->path, from->path_bytes) == 0 &&
		    m->path[from->path_bytes] == '\0' &&
		    memcmp(m->id, from->build_id, m->id_bytes) == 0)
			return m;
	}
	m = pool_take(&s->pool, sizeof(*m));
	m->path = pool_text(&s->pool, from->path, from->path_bytes);
	m->id_bytes = from->build_id_bytes;
	memcpy(m->id, from->build_id, m->id_bytes);
	m->dev = from->dev;
	m->inode = from->inode;
	m->file.fd = -1;
	if (m->id_bytes > 0)
		m->build_id = hexadecimal(&s->pool, m->id, m->id_bytes);
	m->next = s->modules;
	s->modules = m;
	return m;
}

/* Is what libdwfl opened the file that the program ran? */
static bool is_same_file(struct module *m, const struct stat *st)
{
	const unsigned char *id;
	GElf_Addr address;
	int bytes = dw.dwfl_module_build_id(m->dwfl_module, &id, &address);

	if (m->id_bytes > 0 || bytes > 0)
		return bytes == (int)m->id_bytes && memcmp(id, m->id, m->id_bytes) == 0;
	return m->inode == 0 || (m->inode == st->st_ino && m->dev == st->st_dev);
}

static void module_open(struct module *m)
{
	struct stat st;
	Elf *elf;

	m->opened = true;
	if (m->path[0] != '/' || stat(m->path, &st) != 0 || !S_ISREG(st.st_mode) || !dw_load())
		return;
	m->mtime = st.st_mtime;
	m->dwfl = dw.dwfl_begin(callbacks());
	if (m->dwfl == NULL)
		return;
	m->dwfl_module = dw.dwfl_report_offline(m->dwfl, m->path, m->path, -1);
	if (m->dwfl_module == NULL || dw.dwfl_report_end(m->dwfl, NULL, NULL) != 0)
		goto unusable;
	elf = dw.dwfl_module_getelf(m->dwfl_module, &m->bias);
	if (elf == NULL)
		goto unusable;
	if (!is_same_file(m, &st)) {
		m->replaced = true;
		goto unusable;
	}
	m->archive = linked_note_format_of(m->path) != 0;
	return;
unusable:
	dw.dwfl_end(m->dwfl);
	m->dwfl = NULL;
	m->dwfl_module = NULL;
}

/* The bytes of the file that are mapped at an address of the file; NULL if they are not there. */
static const uint8_t *code_at(struct module *m, uint64_t address, size_t count)
{
	Elf *elf = dw.dwfl_module_getelf(m->dwfl_module, &m->bias);
	size_t segments = 0, size = 0;
	const char *raw = elf != NULL ? libelf.elf_rawfile(elf, &size) : NULL;

	if (raw == NULL || libelf.elf_getphdrnum(elf, &segments) != 0)
		return NULL;
	for (size_t i = 0; i < segments; i++) {
		GElf_Phdr load;
		uint64_t offset;

		if (libelf.gelf_getphdr(elf, (int)i, &load) == NULL || load.p_type != PT_LOAD ||
		    address < load.p_vaddr || address - load.p_vaddr >= load.p_filesz)
			continue;
		offset = address - load.p_vaddr + load.p_offset;
		return offset <= size && count <= size - offset ? (const uint8_t *)raw + offset
								: NULL;
	}
	return NULL;
}

/*
 * The code that a signal handler returns to: it was not called, and the
 * address is that of its first byte. libc's has no symbol where it is
 * stripped, and is known by its instructions, as debuggers do: the number of
 * rt_sigreturn into the register, then the system call.
 */
static bool is_signal_return(struct module *m, uint64_t address)
{
	static const uint8_t x86_64[] = { 0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05 };
	static const uint8_t aarch64[] = { 0x68, 0x11, 0x80, 0xd2, 0x01, 0, 0, 0xd4 };
	const char *slash = strrchr(m->path, '/');
	const uint8_t *code;

	if (slash == NULL || strncmp(slash, "/lib", 4) != 0)
		return false;
	code = code_at(m, address, sizeof(x86_64));
	return code != NULL && (memcmp(code, x86_64, sizeof(x86_64)) == 0 ||
				memcmp(code, aarch64, sizeof(aarch64)) == 0);
}

/* The names of a frame, and of those inlined into it: how many. */
static unsigned int name_frames(struct symbols *s, struct module *m, uint64_t address, bool exact,
				enum frame_detail detail,
				struct report_frame frames[FRAMES_INLINED_MAX])
{
	uint64_t at = exact ? address : address - 1;

	if (detail == FRAMES_MODULES)
		return 1;
	if (detail == FRAMES_SYMBOLS) {
		if (!m->file_opened && m->path[0] == '/' &&
		    elf_file_open(&m->file, m->path, m->id, m->id_bytes))
			m->archive = linked_note_format_of(m->path) != 0;
		m->file_opened = true;
		if (m->file.elf != NULL)
			frames[0].function = elf_symbol(&s->pool, &m->file, at);
		return 1;
	}
	if (!m->opened)
		module_open(m);
	if (m->dwfl_module == NULL)
		return 1;
	if (!is_signal_return(m, address))
		return dwarf_frames(&s->pool, m->dwfl_module, at + m->bias, frames);
	frames[0].function = SIGNAL_RETURN;
	return 1;
}

static struct lookup *look_up(struct symbols *s, struct module *m, uint64_t address, bool exact,
			      enum frame_detail detail)
{
	struct report_frame frames[FRAMES_INLINED_MAX];
	struct lookup *l = pool_take(&s->pool, sizeof(*l));

	memset(frames, 0, sizeof(frames));
	l->address = address;
	l->exact = exact;
	l->detail = detail;
	l->module = m;
	l->count = m != NULL ? name_frames(s, m, address, exact, detail, frames) : 1;
	for (unsigned int i = 0; m != NULL && i < l->count; i++) {
		frames[i].module = m->path;
		frames[i].build_id = m->build_id;
		frames[i].offset = address;
		frames[i].replaced = m->replaced;
		frames[i].archive = m->archive;
	}
	l->frames = pool_take(&s->pool, l->count * sizeof(*frames));
	memcpy(l->frames, frames, l->count * sizeof(*frames));
	return l;
}

const struct report_frame *symbols_at(struct symbols *s, const struct ledger_module *module,
				      uint64_t pc, bool exact, enum frame_detail detail,
				      unsigned int *count)
{
	struct module *m = module != NULL ? module_known(s, module) : NULL;
	uint64_t address = module != NULL ? pc - module->bias : pc;
	struct lookup **bucket, *l;

	bucket = &s->lookups[(address ^ address >> 12 ^ (uintptr_t)m >> 4) % LOOKUP_BUCKETS];
	for (l = *bucket; l != NULL; l = l->next)
		if (l->address == address && l->module == m && l->exact == exact &&
		    l->detail == detail)
			break;
	if (l == NULL) {
		l = look_up(s, m, address, exact, detail);
		l->next = *bucket;
		*bucket = l;
	}
	*count = l->count;
	return l->frames;
}

const char *symbols_source(struct symbols *s, const struct report_frame *frame)
{
	if (frame->file == NULL || frame->line <= 0)
		return NULL;
	if (frame->language == LANGUAGE_PYTHON) /* it ran just now, from this very file */
		return sources_line(&s->sources, frame->directory, frame->file, frame->line,
				    INT64_MAX);
	for (const struct module *m = s->modules; m != NULL; m = m->next)
		if (m->path == frame->module)
			return sources_line(&s->sources, frame->directory, frame->file, frame->line,
					    m->mtime);
	return NULL;
}
