/*
 * C++ exceptions, from the program and from a plugin loaded at run time, go
 * through libgcc and nothing else; streams close themselves.
 *
 * stdout: caught 3, unwinder libgcc_s.so.1
 * plugin: plugins/thrower.cc
 * args: @PLUGIN@
 * ldflags: -ldl
 */
#include "case.h"

#include <dlfcn.h>
#include <fstream>
#include <stdexcept>

static int parse(int depth)
{
	std::ofstream scratch("scratch");

	if (depth == 0)
		throw std::runtime_error("too deep");
	return parse(depth - 1) + 1;
}

int main(int argc, char **argv)
{
	void *plugin = dlopen(argv[argc - 1], RTLD_NOW);
	int caught = 0;
	Dl_info info;

	CHECK(plugin);
	int (*plugin_throw)(int) = reinterpret_cast<int (*)(int)>(dlsym(plugin, "plugin_throw"));
	CHECK(plugin_throw && plugin_throw(5) == 5);
	for (int i = 0; i < 2; i++) {
		try {
			caught += parse(3);
		} catch (const std::runtime_error &) {
			caught++;
		}
	}
	try {
		plugin_throw(-1);
	} catch (const std::exception &) {
		caught++;
	}
	CHECK(dladdr(dlsym(RTLD_DEFAULT, "_Unwind_RaiseException"), &info));
	const char *slash = strrchr(info.dli_fname, '/');
	printf("caught %d, unwinder %s\n", caught, slash ? slash + 1 : info.dli_fname);
	return 0;
}
