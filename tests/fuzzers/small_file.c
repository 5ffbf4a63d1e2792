/* One input, in a file. */
#include <fcntl.h>
#include <unistd.h>

#include "small.h"

int main(int argc, char **argv)
{
	unsigned char bytes[64];
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	ssize_t count;

	if (fd < 0)
		return 1;
	count = read(fd, bytes, sizeof(bytes));
	close(fd);
	handle(bytes, count > 0 ? (size_t)count : 0);
	return 0;
}
