/*
 * A list of the descriptors is read through a number that was closed: more than a look.
 *
 * expect: use-after-close object=directory path=/proc/self/fd at=fchdir@main:AT closed=closedir@main:CLOSED
 *   opened=opendir@main:OPENED
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	DIR *dir = opendir("/proc/self/fd"); /* OPENED */
	int fd;

	CHECK(dir);
	fd = dirfd(dir);
	CHECK(readdir(dir) && closedir(dir) == 0); /* CLOSED */
	CHECK_EBADF(fchdir(fd)); /* AT */
	return 0;
}
