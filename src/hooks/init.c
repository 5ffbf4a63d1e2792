/*
 * How the library comes to life: its constructor runs before all others (the
 * shared library is linked with -z initfirst), and the last of its destructors
 * after all others.
 */
#include "hooks/hooks.h"
#include "hooks/real.h"
#include "model/format.h"
#include "runtime/lifecycle.h"

#undef HOOK
static const char call_names[] =
#define HOOK(name, family, role) #name "\0"
#include "hooks/hooks.def"
#undef HOOK
#define API_CALL(name) #name "\0"
#include "hooks/rows_api.def"
#undef API_CALL
	;

#ifdef FDWARDEN_STATIC

/*
 * What links all of the archive in (-Wl,-u,fdwarden_linked), and how the command
 * knows a program that has it inside: an ELF note (elf(5)).
 */
__attribute__((section(".note.fdwarden"), used, aligned(4)))
const struct linked_note fdwarden_linked = {
	.name_bytes = sizeof(LINKED_NOTE_NAME),
	.desc_bytes = sizeof(uint32_t),
	.type = LINKED_NOTE_TYPE,
	.name = LINKED_NOTE_NAME,
	.format = LEDGER_VERSION,
};

/* The shared library's, if that is in the process too (fdwarden run). */
extern const char fdwarden_shared __attribute__((weak));
#define ANOTHER_WATCHES (&fdwarden_shared != NULL)

#else

const char fdwarden_shared = 1;
#define ANOTHER_WATCHES false

/* What names this object to atexit(3) and its like: crtbeginS.o's, which is not linked in. */
extern void *__dso_handle __attribute__((visibility("hidden")));
void *__dso_handle = &__dso_handle;

#endif

#ifndef FDWARDEN_OTHER_LIBC

#define BEGIN __attribute__((constructor(101)))

#else

static void start(int argc, char **argv, char **envp);

/*
 * Constructors are given no arguments. They lie below the environment, as the
 * kernel has put them: argc, argv, NULL, envp.
 */
__attribute__((constructor(101))) static void begin(void)
{
	char **argv = environ - 1;
	int argc = 0;

	for (; (intptr_t)argv[-1] != argc; argc++)
		argv--;
	start(argc, argv, environ);
}

#define BEGIN

#endif

BEGIN static void start(int argc, char **argv, char **envp)
{
	if (ANOTHER_WATCHES)
		return;
	real_ready();
	process_start(argc, argv, envp, call_names, sizeof(call_names) - 1);
	if (!real_close_is_libcs())
		process_hold_nothing();
	real_started();
}

__attribute__((destructor(101))) hot static void finish(void)
{
	process_finish();
}
