/*
 * What a report is made of, once addresses have become names: filled by the
 * command from a ledger and libdw, or by the library itself from dladdr.
 * Plain data; all strings are NUL-terminated, belong to who filled them, and
 * are NULL where nothing is known.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/compiler.h"
#include "model/format.h"

enum report_language { LANGUAGE_NATIVE, LANGUAGE_PYTHON };

struct report_frame {
	uint64_t pc;           /* a return address; 0: not known */
	uint64_t offset;       /* the same as an address in the module's file */
	const char *module;    /* absolute path, or "[vdso]" */
	const char *build_id;  /* hexadecimal */
	const char *function;  /* demangled */
	const char *file;      /* as the compiler was given it */
	const char *directory; /* where the compiler ran */
	const char *source;    /* the line itself, without indentation */
	int line;              /* 0: not known */
	enum report_language language;
	bool inlined;  /* into the frame that follows */
	bool own;      /* of the user's program, not of the system */
	bool replaced; /* the module's file is another one by now */
	bool archive;  /* the module has libfdwarden.a inside */
	bool folded;   /* an interpreter's own, whose language's frames stand beside it */
};

struct report_stack {
	enum stack_role role;
	const char *call;   /* "close" */
	uint32_t tid;       /* 0: not known */
	const char *thread; /* its name */
	uint64_t ns;        /* 0: not known; else of the process's clock */
	uint32_t count;     /* descriptors, where several stacks have one role */
	const struct report_frame *frames;
	unsigned int frame_count;
};

struct report_finding {
	enum finding_kind kind;
	uint32_t count;
	const char *id; /* 16 hexadecimal digits */
	int fd;
	uint32_t generation;
	const int *fds;
	unsigned int fd_count;
	int error;          /* errno of the call, or 0 */
	const char *object; /* "file", "socket", … */
	const char *path;   /* absolute where possible */
	const char *detail; /* an address, … */
	bool is_mixed;      /* others of the group refer to something else */
	const char *owner;  /* "FILE" */
	uint64_t owner_value;
	const char *closer;      /* "os.close() at save.py:9", where that is known */
	const char *suppressed;  /* name of the suppression */
	const char *suppression; /* a ready one, to be printed under the finding */
	uint64_t ns;             /* when it happened; of a leak: when the process ended */
	enum process_end end;    /* of the process */
	int end_code;
	const struct report_stack *stacks;
	unsigned int stack_count;
};

/* How many frames are worth showing: not those that call main, or an interpreter. `all`: they too. */
unsigned int report_frames_shown(const struct report_stack *, bool all);

/* What follows the last slash of a path. */
const char *report_base_name(const char *path);

#endif
