/*
 * All that is in a list of the descriptors is closed, the number through which it was read
 * among them: before numbers that are far away, after them, or alone because
 * nothing else is open.
 *
 * stdout: 3 3 1
 */
#include "case.h"

#include <dirent.h>

static int close_listed(void)
{
	int fds[64], count = 0;
	struct dirent *entry;
	DIR *dir = opendir("/proc/self/fd");

	CHECK(dir);
	while ((entry = readdir(dir)))
		if (atoi(entry->d_name) > 2)
			fds[count++] = atoi(entry->d_name);
	CHECK(closedir(dir) == 0);
	for (int i = 0; i < count; i++)
		(void)close(fds[i]);
	CHECK(write(1, "", 0) == 0);
	return count;
}

int main(void)
{
	int after, before;

	CHECK(dup2(0, 200) == 200 && dup2(0, 400) == 400);
	after = close_listed();
	CHECK(open("/dev/null", O_RDONLY) >= 0 && open("/dev/null", O_RDONLY) >= 0);
	before = close_listed();
	printf("%d %d %d\n", after, before, close_listed());
	return 0;
}
