/*
 * Exports what CPython 3.14 exports, with a thread that stands in two evaluation
 * loops: the offsets at the beginning of _PyRuntime say where everything is, and
 * FREE_THREADED and VERSION what kind of interpreter it is. After CPython's
 * Include/internal/pycore_debug_offsets.h, pycore_interpframe_structs.h and
 * pycore_stackref.h.
 *
 * Places are chosen to be others than in any released version, so that they
 * can only come from what is published.
 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

/* One group of 64-bit words each, which begins with a size. */
struct offsets {
	char cookie[8];
	uint64_t version, free_threaded;
	struct { uint64_t size, finalizing, head; } runtime;
	struct { uint64_t size, id, next, threads, rest[12]; } interpreter;
	struct { uint64_t size, prev, next, interp, frame, thread, rest[3]; } state;
	struct { uint64_t size, previous, executable, instr, locals, owner, rest[2]; } frame;
	struct { uint64_t size, file, name, qualname, lines, first, rest[3], bytecode, tlbc; } code;
	struct { uint64_t size, type; } object;
	struct { uint64_t size, words[3]; } type;
	struct { uint64_t size, words[2]; } tuple, list;
	struct { uint64_t size, words[3]; } set;
	struct { uint64_t size, words[2]; } dict;
	struct { uint64_t size, words[1]; } number;
	struct { uint64_t size, words[2]; } integer;
	struct { uint64_t size, ob_size, value; } bytes;
	struct { uint64_t size, state, length, ascii; } str;
};

#ifndef FREE_THREADED
#define FREE_THREADED 0
#endif

EXPORT const uint32_t Py_Version = VERSION;
EXPORT union {
	struct offsets offsets;
	uint64_t words[256];
} _PyRuntime = { {
	.cookie = "xdebugpy",
	.version = VERSION,
	.free_threaded = FREE_THREADED,
	.runtime = { .head = 1600 },
	.interpreter = { .next = 24, .threads = 40 },
	.state = { .next = 24, .frame = 88, .thread = 96 },
	.frame = { .previous = 16, .executable = 8, .instr = 48, .owner = 77 },
	.code = { .file = 104, .name = 144, .qualname = 152, .lines = 96, .first = 76,
		  .bytecode = 232 },
	.object = { .type = 8 },
	.bytes = { .value = 32 },
	.str = { .state = 32, .ascii = 40 },
} };
EXPORT char PyCode_Type[512], PyUnicode_Type[512], PyBytes_Type[512];

#define TAG           1 /* a borrowed reference on the stack */
#define OWNER_THREAD  0
#define OWNER_C       3

struct object { uintptr_t words[40]; };

static struct object state, codes[2], names[3], table;
static struct object frames[4]; /* innermost first: Python, C, Python, C */

EXPORT void *PyGILState_GetThisThreadState(void)
{
	return &state;
}

static void set(struct object *object, size_t offset, uintptr_t value)
{
	memcpy((char *)object + offset, &value, sizeof(value));
}

static struct object *str(struct object *object, const char *text)
{
	set(object, 8, (uintptr_t)PyUnicode_Type);
	set(object, 16, strlen(text));
	set(object, 32, 1 << 2 | 0x20 | 0x40 | 0x80); /* one byte, compact, ASCII, static */
	memcpy((char *)object + 40, text, strlen(text));
	return object;
}

static void code(struct object *object, struct object *name, uint32_t first_line)
{
	set(object, 8, (uintptr_t)PyCode_Type);
	set(object, 104, (uintptr_t)&names[2]);
	set(object, 144, (uintptr_t)name);
	set(object, 152, (uintptr_t)name);
	set(object, 96, (uintptr_t)&table);
	memcpy((char *)object + 76, &first_line, sizeof(first_line));
}

/* At the second code unit; the tag of a C frame's is that of None. */
static void frame(int i, struct object *executable, char owner)
{
	set(&frames[i], 8, (uintptr_t)executable | TAG);
	set(&frames[i], 16, i < 3 ? (uintptr_t)&frames[i + 1] : 0);
	set(&frames[i], 48, (uintptr_t)executable + 232 + 2);
	memcpy((char *)&frames[i] + 77, &owner, 1);
}

static void build(void)
{
	/* One unit: no line further. One unit: four lines further, without columns. */
	static const char lines[] = { (char)0xe8, 0, (char)0xe8, 8, 0 };

	set(&table, 8, (uintptr_t)PyBytes_Type);
	set(&table, 16, sizeof(lines) - 1);
	memcpy((char *)&table + 32, lines, sizeof(lines));
	str(&names[2], "/src/script.py");
	code(&codes[0], str(&names[0], "Saver.inner"), 10);
	code(&codes[1], str(&names[1], "outer"), 20);
	frame(0, &codes[0], OWNER_THREAD);
	frame(1, &names[0], OWNER_C);
	frame(2, &codes[1], OWNER_THREAD);
	frame(3, &names[0], OWNER_C);
	set(&state, 88, (uintptr_t)&frames[0]);
}

EXPORT int _PyEval_EvalFrameDefault(int inner);

__attribute__((noinline)) static int builtin(void)
{
	int status = _PyEval_EvalFrameDefault(1);

	__asm__ volatile("" : : : "memory"); /* no tail call */
	return status;
}

__attribute__((noinline)) int _PyEval_EvalFrameDefault(int inner)
{
	int status = inner ? open("/dev/null", O_RDONLY) : builtin();

	__asm__ volatile("" : : : "memory");
	return status;
}

int main(void)
{
	build();
	return _PyEval_EvalFrameDefault(0) < 0 || open("/dev/zero", O_RDONLY) < 0;
}
