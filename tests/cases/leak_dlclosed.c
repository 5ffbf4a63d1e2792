/*
 * A plugin opens and is unloaded before the end: its frames keep their lines.
 *
 * expect: leak object=device opened=open@plugin_open:PLUGIN_OPENED<main:CALLED
 * plugin: plugins/opener.c
 * args: @PLUGIN@
 * ldflags: -ldl
 */
#include "case.h"

#include <dlfcn.h>

int main(int argc, char **argv)
{
	void *plugin = dlopen(argv[argc - 1], RTLD_NOW);
	int (*plugin_open)(const char *path);

	CHECK(plugin);
	*(void **)&plugin_open = dlsym(plugin, "plugin_open");
	CHECK(plugin_open && plugin_open("/dev/null") >= 0); /* CALLED */
	CHECK(dlclose(plugin) == 0);
	return 0;
}
