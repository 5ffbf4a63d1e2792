/*
 * A program that lists its own descriptors sees what it would see alone:
 * nothing of a tool's, and no number that it has closed.
 *
 * stdout: 0 1 2 and 3 more
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	int first = open("/dev/null", O_RDONLY), second, more = 0;
	struct dirent *entry;
	DIR *dir;

	for (int i = 0; i < 30; i++)
		CHECK(close(open("/dev/zero", O_RDONLY)) == 0);
	second = dup(first);
	dir = opendir("/proc/self/fd");
	CHECK(first >= 0 && second >= 0 && dir);
	while ((entry = readdir(dir))) {
		int fd = atoi(entry->d_name);

		if (entry->d_name[0] == '.')
			continue;
		if (fd <= 2) {
			printf("%d ", fd);
			continue;
		}
		CHECK(fd == first || fd == second || fd == dirfd(dir));
		more++;
	}
	printf("and %d more\n", more);
	CHECK(closedir(dir) == 0 && close(first) == 0 && close(second) == 0);
	return 0;
}
