/* A plugin that opens and closes on behalf of whoever loaded it. */
#include <fcntl.h>
#include <unistd.h>

int plugin_open(const char *path)
{
	int fd = open(path, O_RDONLY); /* PLUGIN_OPENED */

	return fd;
}

int plugin_close(int fd)
{
	int result = close(fd); /* PLUGIN_CLOSED */

	return result;
}
