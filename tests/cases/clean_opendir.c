/*
 * Directories read by name and by descriptor, relative opens from them.
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	int fd, file, entries = 0;
	DIR *dir = opendir(".");

	CHECK(dir);
	file = openat(dirfd(dir), "inside", O_RDWR | O_CREAT, 0600);
	CHECK(file >= 0 && close(file) == 0);
	rewinddir(dir);
	while (readdir(dir))
		entries++;
	CHECK(entries == 3 && closedir(dir) == 0);
	fd = open(".", O_RDONLY | O_DIRECTORY);
	CHECK(fd >= 0 && (dir = fdopendir(fd)));
	CHECK(readdir(dir) && closedir(dir) == 0);
	return 0;
}
