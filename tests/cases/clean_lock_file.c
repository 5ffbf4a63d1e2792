/*
 * A lock taken by flock's idiom: open, lock, work in a child that keeps it.
 */
#include "case.h"

#include <sys/file.h>

int main(void)
{
	int fd = open("lock", O_RDWR | O_CREAT, 0600);
	pid_t pid;

	CHECK(fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
	pid = fork();
	if (pid == 0) {
		execlp("sh", "sh", "-c", "true", NULL);
		_exit(127);
	}
	check_child(pid, 0);
	CHECK(close(fd) == 0);
	return 0;
}
