/*
 * The same by all the ways that lead there: other names of the directory,
 * fdopendir, and a second reading.
 *
 * stdout: 4 4 4 4 4
 */
#include "case.h"

#include <dirent.h>

static int entries(DIR *dir)
{
	struct dirent *entry;
	int count = 0;

	CHECK(dir);
	while ((entry = readdir(dir)))
		count += entry->d_name[0] != '.';
	return count;
}

static int entries_of(const char *path)
{
	DIR *dir = opendir(path);
	int count = entries(dir);

	CHECK(closedir(dir) == 0);
	return count;
}

int main(void)
{
	char path[64];
	int fd, first, again;
	DIR *dir;

	for (int i = 0; i < 10; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	snprintf(path, sizeof(path), "/proc/%d/fd", getpid());
	printf("%d ", entries_of(path));
	printf("%d ", entries_of("/dev/fd"));
	printf("%d ", entries_of("/proc/thread-self/fd"));
	fd = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
	dir = fdopendir(fd);
	first = entries(dir);
	rewinddir(dir);
	again = entries(dir);
	CHECK(closedir(dir) == 0);
	printf("%d %d\n", first, again);
	return 0;
}
