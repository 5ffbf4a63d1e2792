/*
 * A stream made from a descriptor is never closed: the descriptor is its own.
 *
 * expect: leak object=file path=data owner=FILE opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("data", O_RDWR | O_CREAT, 0600); /* OPENED */

	CHECK(fd >= 0);
	CHECK(fdopen(fd, "w"));
	return 0;
}
