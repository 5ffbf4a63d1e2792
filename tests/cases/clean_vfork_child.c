/*
 * A vfork child shares the memory and not the descriptors: what it closes
 * before exec stays open in the parent.
 */
#include "case.h"

static int run(char *const args[], int fd, int dead)
{
	pid_t pid = vfork();

	if (pid == 0) {
		close(fd);
		close(dead);
		for (int i = 3; i < 40; i++)
			close(i);
		execvp(args[0], args);
		_exit(127);
	}
	return pid;
}

int main(void)
{
	char *good[] = { "true", NULL }, *bad[] = { "./no such program", NULL };
	int fd = open("/dev/null", O_RDWR), dead = dup(fd);

	CHECK(fd >= 0 && dead >= 0 && close(dead) == 0);
	check_child(run(good, fd, dead), 0);
	CHECK(write(fd, "x", 1) == 1);
	check_child(run(bad, fd, dead), 127);
	CHECK(write(fd, "x", 1) == 1);
	CHECK(close(fd) == 0);
	return 0;
}
