/*
 * The result of a failed open is read from.
 *
 * expect: bad-descriptor fd=-1 at=read@main:AT
 * options: --checks=+bad-descriptor
 */
#include "case.h"

int main(void)
{
	int fd = open("no such file", O_RDONLY);
	char byte;

	CHECK(fd == -1 && errno == ENOENT);
	CHECK_EBADF(read(fd, &byte, 1)); /* AT */
	return 0;
}
