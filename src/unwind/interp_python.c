/* CPython: found by its symbols, and which layout is its. */
#include "unwind/interp.h"

#include <string.h>

#include "unwind/python_frames.h"

struct python python;

/* ---- Finding it -------------------------------------------------------- */

#define VERSION(major, minor)  ((uint32_t)(major) << 24 | (uint32_t)(minor) << 16)
#define VERSION_MINOR(version) ((version) >> 16 & 0xff)
#define VERSION_LEVEL(version) ((version) >> 4 & 0xf) /* 0xa: alpha, … 0xf: final */
#define LEVEL_CANDIDATE        0xcu

static const struct python_layout layouts[] = {
#define PYTHON(...) { __VA_ARGS__ },
#define PUBLISHED(...)
#include "unwind/python_offsets.def"
#undef PYTHON
#undef PUBLISHED
};

/* Places of words in _Py_DebugOffsets. */
struct published {
	int minor;
	unsigned int runtime_interpreters, interpreter_next, interpreter_threads;
	unsigned int state_next, state_thread, state_frame;
	unsigned int frame_previous, frame_code, frame_instruction, frame_owner;
	unsigned int code_file, code_name, code_qualname, code_lines, code_first_line,
		code_bytecode;
	unsigned int ob_type, bytes_value, str_state, ascii_bytes;
};

static const struct published published[] = {
#define PYTHON(...)
#define PUBLISHED(...) { __VA_ARGS__ },
#include "unwind/python_offsets.def"
#undef PYTHON
#undef PUBLISHED
};

#define WORD_VERSION       1
#define WORD_FREE_THREADED 2
#define MEMBER_MAX         4096u

/*
 * What the interpreter says of itself, if it is what we take it for. Free
 * threading: other object headers, and bytecode of each thread's own.
 */
static bool read_published(const struct published *p, const uint64_t *words)
{
	const struct python_layout l = {
		p->minor,
		(int)words[p->runtime_interpreters],
		(int)words[p->interpreter_next],
		(int)words[p->interpreter_threads],
		(int)words[p->state_next],
		(int)words[p->state_thread],
		(int)words[p->state_frame],
		-1,
		(int)words[p->frame_previous],
		(int)words[p->frame_code],
		(int)words[p->frame_instruction],
		(int)words[p->frame_owner],
		-1,
		(int)words[p->code_file],
		(int)words[p->code_name],
		(int)words[p->code_qualname],
		(int)words[p->code_lines],
		(int)words[p->code_first_line],
		(int)words[p->code_bytecode],
		(int)words[p->ascii_bytes],
		(int)words[p->ascii_bytes] + 16,
		LINES_LOCATIONS,
	};

	if (memcmp(words, "xdebugpy", 8) != 0 || words[WORD_FREE_THREADED] ||
	    words[p->ob_type] != PYTHON_TYPE || words[p->bytes_value] != PYTHON_BYTES ||
	    words[p->str_state] != PYTHON_STR_STATE || words[p->ascii_bytes] != 40)
		return false;
	if (words[p->state_frame] > MEMBER_MAX || words[p->state_thread] > MEMBER_MAX ||
	    words[p->runtime_interpreters] > MEMBER_MAX)
		return false;
	python.layout = l;
	return true;
}

static bool find_layout(uint32_t version, const uint64_t *runtime)
{
	int minor = (int)VERSION_MINOR(version);

	if (version >> 24 != 3 || VERSION_LEVEL(version) < LEVEL_CANDIDATE)
		return false;
	for (size_t i = 0; i < array_size(layouts); i++) {
		if (layouts[i].minor == minor) {
			python.layout = layouts[i];
			return true;
		}
	}
	for (size_t i = 0; i < array_size(published); i++) {
		if (published[i].minor == minor)
			return (uint32_t)runtime[WORD_VERSION] == version &&
			       read_published(&published[i], runtime);
	}
	return false;
}

/* "3.9.18 (main, …" as Py_Version has it; 0 for what is not a release. */
static uint32_t parse_version(const char *text)
{
	uint32_t numbers[3] = { 0, 0, 0 };

	for (int i = 0; i < 3; i++) {
		while (*text >= '0' && *text <= '9')
			numbers[i] = numbers[i] * 10 + (uint32_t)(*text++ - '0');
		if (i < 2 && *text++ != '.')
			return 0;
	}
	if (*text != ' ' && *text != '+')
		return 0;
	return VERSION(numbers[0], numbers[1]) | (numbers[2] & 0xff) << 8 | 0xf0;
}

/* Py_Version from 3.11 on; before, a function that formats a constant text. */
static uint32_t version_of(const struct object *object)
{
	const uint32_t *version = object_symbol(object, "Py_Version");
	const char *(*get)(void);

	if (version)
		return *version;
	get = (const char *(*)(void))object_symbol(object, "Py_GetVersion");
	return get ? parse_version(get()) : 0;
}

static bool detect(struct ledger *ledger, const struct object *object)
{
	const uint64_t *runtime = object_symbol(object, "_PyRuntime");
	struct ledger_header *h = ledger->header;
	uint32_t version;

	if (!runtime)
		return false;
	python.runtime = (uintptr_t)runtime;
	python.this_thread_state =
		(void *(*)(void))object_symbol(object, "PyGILState_GetThisThreadState");
	python.code_type = (uintptr_t)object_symbol(object, "PyCode_Type");
	python.str_type = (uintptr_t)object_symbol(object, "PyUnicode_Type");
	python.bytes_type = (uintptr_t)object_symbol(object, "PyBytes_Type");
	version = version_of(object);
	store_relaxed(&h->interpreter_version, version);
	if (!python.this_thread_state || !python.code_type || !python.str_type ||
	    !python.bytes_type || !find_layout(version, runtime) || !python_measure(&python)) {
		store_release(&h->interpreter, INTERPRETER_UNKNOWN);
		return false;
	}
	python.version = version;
	(void)python_cache_start();
	return python_start_in(ledger);
}

const struct interpreter interp_python = {
	.name = "python",
	.detect = detect,
	.capture = python_capture,
	.find = python_cache_find,
	.keep = python_cache_keep,
};
