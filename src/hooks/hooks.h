/*
 * What every family of hooks includes: the list of rows as an enum, the real
 * functions, and how a hook begins.
 *
 * A hook of a function f is written
 *
 *	int HOOK(f)(int fd)
 *	{
 *		struct call call = CALL(f);
 *		int r = REAL(f)(fd);
 *
 *		if (r < 0)
 *			fd_failed(&call, fd);
 *		return r;
 *	}
 *
 * In the shared library it is exported as f and REAL(f) is the next f in the
 * search order; in the static library it is __wrap_f, and REAL(f) __real_f
 * (ld --wrap).
 */
#ifndef HOOKS_HOOKS_H
#define HOOKS_HOOKS_H

#include <errno.h>

#include "base/compiler.h"
#include "base/thread.h"
#include "hooks/real.h"
#include "runtime/verbs.h"

enum hook {
#define HOOK(name, family, role) CALL_##name,
#include "hooks/hooks.def"
#undef HOOK
	CALLS,
	CALLS_OF_API = CALLS - 1,
#define API_CALL(name) CALL_##name,
#include "hooks/rows_api.def"
#undef API_CALL
};

#ifdef FDWARDEN_STATIC
#define HOOK(f) __wrap_##f
#define LIBC_CALLS_HOOKS 1
#else
#define HOOK(f) f
#define LIBC_CALLS_HOOKS 0
#endif

#define CALL(f) \
	(fd_audit(CALL_##f, BLIND_RAW), (struct call){ .id = CALL_##f, .from = CALLER() })

/*
 * Round the real function where libc writes it with others that are hooked. In
 * the shared library those calls do not come our way. Not round calls that block:
 * the hooks of a signal handler keep still too.
 */
static inline void libc_begin(void)
{
	thread_self.busy += LIBC_CALLS_HOOKS;
}

static inline void libc_end(void)
{
	thread_self.busy -= LIBC_CALLS_HOOKS;
}

/* The function failed with this error. */
static inline int fail(int error)
{
	errno = error;
	return -1;
}

/* The call answered `r`, but the program may not see the file of this name: fail(ENOENT). */
static must_inline bool name_hidden(long r, const char *path)
{
	return !(unlikely(r == -1) && errno == EFAULT) && fd_hidden_path(path);
}

/* What a family of hooks defines from here on is exported. */
#pragma GCC visibility push(default)

#endif
