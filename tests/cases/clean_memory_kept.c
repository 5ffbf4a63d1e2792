/*
 * A mapping outlives its descriptor, an open file its name.
 */
#include "case.h"

#include <sys/mman.h>

int main(void)
{
	char *memory;
	int fd = open("data", O_RDWR | O_CREAT, 0600);

	CHECK(fd >= 0 && write(fd, "data", 4) == 4 && unlink("data") == 0);
	memory = mmap(NULL, 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(memory != MAP_FAILED && close(fd) == 0);
	CHECK(!memcmp(memory, "data", 4));
	memory[0] = 'D';
	CHECK(munmap(memory, 4) == 0);
	return 0;
}
