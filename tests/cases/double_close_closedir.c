/*
 * The descriptor of a directory stream is closed after the stream.
 *
 * expect: double-close object=directory path=/usr
 *     at=close@main:AT closed=closedir@main:CLOSED opened=opendir@main:OPENED
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	DIR *dir = opendir("/usr"); /* OPENED */
	int fd;

	CHECK(dir);
	fd = dirfd(dir);
	CHECK(closedir(dir) == 0); /* CLOSED */
	CHECK_EBADF(close(fd)); /* AT */
	return 0;
}
