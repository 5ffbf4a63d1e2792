/*
 * The descriptor that a stream took over is closed first, the stream after it.
 *
 * expect: owner-mismatch object=file path=notes owner=FILE
 *     at=close@main:AT opened=open@main:OPENED owned=fdopen@main:OWNED
 * expect: double-close object=file
 *     at=fclose@main:AGAIN closed=close@main:AT opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	int fd = open("notes", O_RDWR | O_CREAT, 0600); /* OPENED */
	FILE *file;

	CHECK(fd >= 0);
	file = fdopen(fd, "w"); /* OWNED */
	CHECK(file);
	CHECK(close(fd) == 0); /* AT */
	CHECK(fclose(file) == EOF && errno == EBADF); /* AGAIN */
	return 0;
}
