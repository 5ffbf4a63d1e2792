/*
 * A program started by one that closed much sees only what was meant for it.
 *
 * stdout: 4
 */
#include "case.h"

#include <dirent.h>
#include <spawn.h>

int main(int argc, char **argv)
{
	char *args[] = { argv[0], "child", NULL };
	struct dirent *entry;
	int count = 0;
	pid_t pid;
	DIR *dir;

	if (argc > 1) {
		dir = opendir("/proc/self/fd");
		CHECK(dir);
		while ((entry = readdir(dir)))
			count += entry->d_name[0] != '.';
		CHECK(closedir(dir) == 0);
		printf("%d\n", count);
		return 0;
	}
	for (int i = 0; i < 30; i++)
		CHECK(close(open("/dev/null", O_RDONLY)) == 0);
	CHECK(posix_spawn(&pid, argv[0], NULL, NULL, args, environ) == 0);
	check_child(pid, 0);
	return 0;
}
