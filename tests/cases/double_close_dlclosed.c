/*
 * A plugin closes first and is unloaded; the program closes again.
 *
 * expect: double-close object=device
 *     at=close@main:AT closed=close@plugin_close:PLUGIN_CLOSED<main:CALLED
 *     opened=open@plugin_open:PLUGIN_OPENED
 * plugin: plugins/opener.c
 * args: @PLUGIN@
 * ldflags: -ldl
 */
#include "case.h"

#include <dlfcn.h>

int main(int argc, char **argv)
{
	void *plugin = dlopen(argv[argc - 1], RTLD_NOW);
	int (*plugin_open)(const char *path), (*plugin_close)(int fd), fd;

	CHECK(plugin);
	*(void **)&plugin_open = dlsym(plugin, "plugin_open");
	*(void **)&plugin_close = dlsym(plugin, "plugin_close");
	CHECK(plugin_open && plugin_close);
	fd = plugin_open("/dev/null");
	CHECK(fd >= 0);
	CHECK(plugin_close(fd) == 0); /* CALLED */
	CHECK(dlclose(plugin) == 0);
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
