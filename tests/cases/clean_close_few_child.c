/*
 * A forked child closes a few numbers before it execs, a stream's among them
 * and one that the parent had closed. It is about to become another program.
 */
#include "case.h"

int main(void)
{
	FILE *file = fopen("data", "w");
	int fd = open("/dev/null", O_RDWR), dead = dup(fd);
	pid_t pid;

	CHECK(file && fd >= 0 && dead >= 0 && close(dead) == 0);
	pid = fork();
	if (pid == 0) {
		close(dead);
		close(fileno(file));
		close(fd);
		close(fd);
		execlp("true", "true", NULL);
		_exit(127);
	}
	check_child(pid, 0);
	CHECK(fclose(file) == 0 && close(fd) == 0);
	return 0;
}
