/*
 * How the library comes to life: its constructor runs before all others (the
 * shared library is linked with -z initfirst), and the last of its destructors
 * after all others.
 */
#include "hooks/hooks.h"
#include "hooks/real.h"
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

__attribute__((constructor(101))) static void start(int argc, char **argv, char **envp)
{
	real_ready();
	process_start(argc, argv, envp, call_names, sizeof(call_names) - 1);
	if (!real_close_is_libcs())
		process_hold_nothing();
}

__attribute__((destructor(101))) static void finish(void)
{
	process_finish();
}
