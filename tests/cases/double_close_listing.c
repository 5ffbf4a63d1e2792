/*
 * A list of the descriptors is read and closed, and then the number it was read through is
 * closed once more: no loop over the list, which would have closed the others, too.
 *
 * expect: double-close object=directory count=2 path=/proc/self/fd at=*twice:AT closed=closedir@twice:CLOSED
 *   opened=opendir@twice:OPENED
 * options: --leaks none
 */
#include "case.h"

#include <dirent.h>

static void twice(void)
{
	DIR *dir = opendir("/proc/self/fd"); /* OPENED */
	int fd, count = 0;

	CHECK(dir);
	fd = dirfd(dir);
	while (readdir(dir))
		count++;
	CHECK(count >= 6 && closedir(dir) == 0); /* CLOSED */
	CHECK(close(fd) < 0 && write(1, "", 0) == 0); /* AT */
}

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0 && open("/dev/null", O_RDONLY) >= 0);
	for (int i = 0; i < 2; i++)
		twice();
	return 0;
}
