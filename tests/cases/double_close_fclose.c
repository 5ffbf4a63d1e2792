/*
 * The descriptor of a stream is closed after the stream.
 *
 * expect: double-close object=file path=notes
 *     at=close@main:AT closed=fclose@main:CLOSED opened=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w"); /* OPENED */
	int fd;

	CHECK(file);
	fd = fileno(file);
	CHECK(fclose(file) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
