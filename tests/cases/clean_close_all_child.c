/*
 * A forked child closes everything, also streams and numbers long dead, and
 * execs. The parent's are untouched.
 *
 * process: root exit 0
 * process: child exec
 * process: child exit 0
 */
#include "case.h"

#include <dirent.h>

int main(void)
{
	FILE *file = fopen("data", "w");
	DIR *dir = opendir("/usr");
	int fd = open("/dev/null", O_RDWR), dead = dup(fd);
	pid_t pid;

	CHECK(file && dir && fd >= 0 && dead >= 0 && close(dead) == 0);
	pid = fork();
	if (pid == 0) {
		for (int i = 3; i < 64; i++)
			close(i);
		execlp("true", "true", NULL);
		_exit(127);
	}
	check_child(pid, 0);
	CHECK(fputs("text", file) >= 0 && fclose(file) == 0);
	CHECK(readdir(dir) && closedir(dir) == 0);
	CHECK(close(fd) == 0);
	return 0;
}
