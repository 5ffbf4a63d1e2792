/* A plugin opens what we close, closes what we opened, and opens and closes; one bug of our own. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_DEEPBIND) : NULL;
	int (*plugin_open)(void);
	int (*plugin_close)(int);
	int fd;

	if (!plugin)
		return 9;
	*(void **)&plugin_open = dlsym(plugin, "plugin_open");
	*(void **)&plugin_close = dlsym(plugin, "plugin_close");
	for (int i = 0; i < 100; i++) {
		if (close(plugin_open()) != 0 || plugin_close(open("/dev/null", O_RDONLY)) != 0 ||
		    plugin_close(plugin_open()) != 0)
			return 8;
	}
	/* Closed where nobody saw it: not to be blamed on anybody. */
	fd = open("/dev/null", O_RDONLY);
	printf("%d\n", plugin_close(fd));
	close(fd);
	fd = open("/dev/null", O_RDONLY);
	close(fd);
	printf("%d\n", close(fd));
	return dlclose(plugin);
}
