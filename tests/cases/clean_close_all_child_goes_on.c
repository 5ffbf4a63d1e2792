/*
 * A forked child closes everything and goes on with its own work.
 */
#include "case.h"

int main(void)
{
	int fd = open("/dev/null", O_RDWR);
	pid_t pid;

	CHECK(fd >= 0 && dup2(fd, 30) == 30);
	pid = fork();
	if (pid == 0) {
		for (int i = 3; i < 256; i++)
			close(i);
		fd = open("/dev/zero", O_RDONLY);
		CHECK(fd >= 0 && close(fd) == 0);
		exit(0);
	}
	check_child(pid, 0);
	CHECK(close(30) == 0 && close(fd) == 0);
	return 0;
}
