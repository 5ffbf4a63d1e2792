/*
 * A child closes what /proc/self/fd lists, and no more. Then it goes on.
 *
 * stdout: closed 4
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	int fds[4], closed = 0;
	struct dirent *entry;
	pid_t pid;
	DIR *dir;

	for (int i = 0; i < 4; i++) {
		CHECK((fds[i] = open("/dev/null", O_RDONLY)) >= 0);
		CHECK(close(open("/dev/zero", O_RDONLY)) == 0);
	}
	pid = fork();
	if (pid == 0) {
		dir = opendir("/proc/self/fd");
		CHECK(dir);
		while ((entry = readdir(dir))) {
			int fd = atoi(entry->d_name);

			if (fd <= 2 || fd == dirfd(dir))
				continue;
			CHECK(close(fd) == 0);
			closed++;
		}
		CHECK(closedir(dir) == 0);
		printf("closed %d\n", closed);
		exit(0);
	}
	check_child(pid, 0);
	for (int i = 0; i < 4; i++)
		CHECK(close(fds[i]) == 0);
	return 0;
}
