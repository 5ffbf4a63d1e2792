/*
 * A C program, linked with no unwinder, loads a C++ module at run time while the
 * stacks are captured with libunwind: the module's exceptions go through libgcc all
 * the same, for libunwind's own _Unwind_… must stay out of the program's sight.
 *
 * stdout: libgcc_s.so.1
 * options: -o unwind=libunwind
 * plugin: plugins/unwinder.cc
 * args: @PLUGIN@
 * ldflags: -ldl
 */
#include "case.h"

#include <dlfcn.h>

int main(int argc, char **argv)
{
	const char *(*unwinder)(void);
	void *plugin;

	CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	plugin = dlopen(argv[argc - 1], RTLD_NOW);
	CHECK(plugin);
	*(void **)&unwinder = dlsym(plugin, "plugin_unwinder");
	CHECK(unwinder);
	puts(unwinder());
	CHECK(dlclose(plugin) == 0);
	return 0;
}
