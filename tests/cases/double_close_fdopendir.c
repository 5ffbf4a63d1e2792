/*
 * fdopendir took the descriptor over, and its caller still closes it.
 *
 * expect: double-close object=directory
 *     at=close@count_entries:AT closed=closedir@count_entries:CLOSED
 *     opened=open@count_entries:OPENED
 */
#include "case.h"

#include <dirent.h>

static int count_entries(const char *path)
{
	int entries = 0, fd = open(path, O_RDONLY | O_DIRECTORY); /* OPENED */
	DIR *dir = fdopendir(fd);

	CHECK(dir);
	while (readdir(dir))
		entries++;
	closedir(dir); /* CLOSED */
	close(fd); /* AT */
	return entries;
}

int main(void)
{
	CHECK(count_entries(".") == 2);
	return 0;
}
