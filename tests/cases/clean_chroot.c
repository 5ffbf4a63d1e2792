/*
 * After chroot to an empty directory there is no /proc and no /tmp.
 */
#include "case.h"

int main(void)
{
	int fd;
	pid_t pid;

	if (geteuid() != 0)
		return STATUS_SKIPPED;
	CHECK(chroot(".") == 0 && chdir("/") == 0);
	fd = open("file", O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0 && close(fd) == 0);
	pid = fork();
	if (pid == 0) {
		fd = open("file", O_RDWR);
		CHECK(fd >= 0 && close(fd) == 0);
		exit(0);
	}
	check_child(pid, 0);
	return 0;
}
