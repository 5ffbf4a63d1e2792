/* The ends of a process that pass by the exit handlers, and the main way in. */
#include <signal.h>
#include <sys/syscall.h>

#include "hooks/hooks.h"
#include "runtime/lifecycle.h"

hot void HOOK(_exit)(int status)
{
	process_ending(status);
	thread_self.vfork_child = 0;
	REAL(_exit)(status);
	__builtin_unreachable();
}

void HOOK(_Exit)(int status)
{
	process_ending(status);
	thread_self.vfork_child = 0;
	REAL(_Exit)(status);
	__builtin_unreachable();
}

void HOOK(quick_exit)(int status)
{
	process_quick_exit(status);
	REAL(quick_exit)(status);
	__builtin_unreachable();
}

void HOOK(abort)(void)
{
	process_ending_by_signal(SIGABRT);
	REAL(abort)();
	__builtin_unreachable();
}

#ifdef FDWARDEN_OTHER_LIBC
void HOOK(exit)(int status)
{
	process_exiting(status);
	REAL(exit)(status);
	__builtin_unreachable();
}
#endif

/*
 * The program's entry. Our exit handler is registered here, before the
 * program's constructors, so that it runs after their destructors; where
 * LeakSanitizer is in the process, just before main, so that it runs before
 * LeakSanitizer's, which ends the process.
 */
static int (*program_main)(int, char **, char **);

static hot int main_watched(int argc, char **argv, char **envp)
{
	if (process_reports_early())
		process_before_main();
	process_at_main();
#ifdef FDWARDEN_OTHER_LIBC
	argc = program_main(argc, argv, envp);
	process_exiting(argc);
	return argc;
#else
	return program_main(argc, argv, envp);
#endif
}

int HOOK(__libc_start_main)(int (*main)(int, char **, char **), int argc, char **argv,
			    void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
			    void *stack_end)
{
	process_libc_started();
	program_main = main;
	if (!process_reports_early())
		process_before_main();
	return REAL(__libc_start_main)(main_watched, argc, argv, init, fini, rtld_fini, stack_end);
}
