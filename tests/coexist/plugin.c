/* With RTLD_DEEPBIND its calls are bound to libc before anything that was preloaded. */
#include <fcntl.h>
#include <unistd.h>

int plugin_open(void);
int plugin_close(int fd);

int plugin_open(void)
{
	return open("/dev/null", O_RDONLY);
}

int plugin_close(int fd)
{
	return close(fd);
}
