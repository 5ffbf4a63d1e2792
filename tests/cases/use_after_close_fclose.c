/*
 * The number of a stream is used after fclose.
 *
 * expect: use-after-close object=file path=notes
 *     at=fsync@main:AT closed=fclose@main:CLOSED opened=fopen@main:OPENED
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("notes", "w"); /* OPENED */
	int fd;

	CHECK(file);
	fd = fileno(file);
	CHECK(fclose(file) == 0); /* CLOSED */
	CHECK_EBADF(fsync(fd)); /* AT */
	return 0;
}
