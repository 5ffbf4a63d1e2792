/*
 * The highest number is asked of a list of the descriptors, and then each number up to it
 * is looked at: the one through which the list was read is among them, and closed.
 *
 * stdout: 4 4
 */
#include "case.h"

#include <dirent.h>
#include <sys/stat.h>

static int highest(const char *path)
{
	struct dirent *entry;
	int fd, max = 0;
	DIR *dir = opendir(path);

	CHECK(dir);
	while ((entry = readdir(dir))) {
		fd = atoi(entry->d_name);
		max = fd > max ? fd : max;
	}
	CHECK(closedir(dir) == 0);
	return max;
}

static int count_open(const char *path)
{
	int max = highest(path), count = 0;
	struct stat st;

	for (int fd = 0; fd <= max; fd++) {
		if (fstat(fd, &st) == 0)
			count++;
		else
			CHECK(errno == EBADF);
	}
	return count;
}

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) == 3);
	printf("%d", count_open("/proc/self/fd"));
	printf(" %d\n", count_open("/dev/fd"));
	close(3);
	return 0;
}
