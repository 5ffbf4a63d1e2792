// A plugin that throws through whoever called it.
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

extern "C" int plugin_throw(int number)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	if (number < 0)
		throw std::invalid_argument("negative");
	return number;
}
